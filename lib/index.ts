/**
 * The compiler without CDK: Gateway API manifests in, a load balancer plan and diagnostics out.
 * This is the door of `lib/`; `compiler.ts` is a smaller one, for what must start fast.
 */
export * from './compiler';

export { AssemblyError, readAssembly } from './explain/assembly';
export type { AssembledTemplate } from './explain/assembly';
export { explain, renderExplanation } from './explain/explain';
export { describeOrigin } from './explain/render-explanation';
export { parseRequest } from './explain/request-text';
export { compileSimulator, simulate } from './explain/simulate';
export type { Request, RouteDecision, SimulatedPlan } from './explain/simulate';
export { loadBalancersOf, planOf } from './explain/template';
export type { CloudFormationTemplate, TemplatePlan } from './explain/template';
export { originMetadata, withOrigins, writeOriginNote } from './explain/template-origins';
export type { OriginNote, OriginNotes } from './explain/template-origins';

export { checkCoverage, coverageOf, decidedRequests, renderCoverage } from './route-tests/coverage';
export type { Coverage, CoveredRule, DecidedRequest } from './route-tests/coverage';
export { observe } from './route-tests/observation';
export type { BackendShare, Observation } from './route-tests/observation';
export { extendRouteTests, proposeRouteTests } from './route-tests/propose';
export type { ProposedTests } from './route-tests/propose';
export { readRouteTests } from './route-tests/read-table';
export { renderJunit } from './route-tests/render-junit';
export { runRouteTests } from './route-tests/run';
export type { RouteTestResult, TestedGateway } from './route-tests/run';
export { titleOf } from './route-tests/table';
export type { Expectation, RouteTest } from './route-tests/table';

export { compareRouting } from './review/compare';
export type { CompareOptions } from './review/compare';
export { renderReviewHtml } from './review/render-html';
export { renderReviewMarkdown } from './review/render-markdown';
export { renderReviewText } from './review/render-text';
export { gatesHit } from './review/review';
export type { Gate, Review } from './review/review';
export type * from './review/route-diff';
export type { RoutedOutcome } from './review/outcomes';
export type { ReviewedPlan } from './review/reviewed-plan';

export type { ObjectStatus } from './report/conditions';
export { renderSvg } from './report/diagram-svg';
export { renderHtmlReport } from './report/render-html';
export type { PageAsset, PageParts } from './report/render-html';
export { renderMarkdownReport } from './report/render-markdown';
export { reportOf } from './report/report';
export type { GatewayReport, Report, ReportedGateway, ReportedRun, ReportOptions } from './report/report';
