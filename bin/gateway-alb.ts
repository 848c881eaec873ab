#!/usr/bin/env node
import { Command } from 'commander';
import { addCheck } from './verbs/check';
import { addDiff } from './verbs/diff';
import { addExplain } from './verbs/explain';
import { addInit, ownPackage } from './verbs/init';
import { addPlan } from './verbs/plan';
import { addPriorities } from './verbs/priorities';
import { addReport } from './verbs/report';
import { addTest } from './verbs/test';

const program = new Command('gateway-alb')
  .description('Compiles Kubernetes Gateway API manifests for an AWS Application Load Balancer.')
  .version(ownPackage().version, '-V, --version', 'show the version')
  .showHelpAfterError('(--help shows what is possible)');

addCheck(program);
addPlan(program);
addDiff(program);
addExplain(program);
addTest(program);
addReport(program);
addPriorities(program);
addInit(program);

void program.parseAsync();
