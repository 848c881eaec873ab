/** GW03xx: what a routing is read from when it is not a folder of manifests: templates, cloud assemblies, git revisions. */
import { error, warning } from '../diagnostic';

export const BAD_REVISION_ARGUMENT = error<{ argument: string }>('GW0301', 'source/bad-revision-argument', {
  message: ({ argument }) => `"${argument}" names no revision and path`,
  fix: 'write git:REV:PATH, for example git:origin/main:k8s',
  cause: 'An argument that begins with `git:` has no second colon, or no revision between the two.',
});

export const GIT_UNAVAILABLE = error<{ problem: string }>('GW0302', 'source/git-unavailable', {
  message: ({ problem }) => `git cannot be asked: ${problem}`,
  fix: 'run the command inside a git repository, on a machine with git',
  cause: 'A side is a git revision, but git is not installed or the working directory is not in a repository.',
});

export const REVISION_NOT_FOUND = error<{ revision: string }>('GW0303', 'source/revision-not-found', {
  message: ({ revision }) => `git knows no revision "${revision}"`,
  fix: 'check the name; in CI, fetch it first (a shallow checkout has the newest commit only: fetch-depth: 0)',
  cause: 'The revision of `git:REV:PATH` is not a commit of the repository, often because CI made a shallow checkout.',
});

export const PATH_NOT_IN_REVISION = error<{ revision: string; path: string }>('GW0304', 'source/path-not-in-revision', {
  message: ({ revision, path }) => `revision ${revision} has no files to read under "${path}"`,
  fix: 'name a file or folder of that revision, relative to the working directory',
  cause: 'The path of `git:REV:PATH` did not exist in that revision, or holds no .yaml, .yml or .json file.',
});

export const LINK_NOT_FOLLOWED = warning<{ path: string; what: string }>('GW0305', 'source/link-not-followed', {
  message: ({ path, what }) => `${path} is ${what}, whose content is not part of the revision, and is left out`,
  fix: 'name the folder it stands for as well, or put the files themselves there',
  cause: 'A git revision holds a symbolic link or a submodule among the manifests; only files are read from revisions.',
});

export const TEMPLATE_UNREADABLE = error<{ path: string; problem: string }>('GW0306', 'source/template-unreadable', {
  message: ({ path, problem }) => `${path} cannot be read as what cdk synth writes: ${problem}`,
  fix: 'run cdk synth again and name the folder or template that it wrote',
  cause: 'A template or the manifest.json of a cloud assembly is not valid JSON, lacks a file, or has an unknown form.',
});

export const LOAD_BALANCER_NOT_UNDERSTOOD = error<{ loadBalancer: string; problem: string }>('GW0307', 'source/load-balancer-not-understood', {
  message: ({ loadBalancer, problem }) => `load balancer ${loadBalancer} decides by something that is not modelled: ${problem}`,
  fix: 'choose another load balancer with --gateway, or take what is not modelled out of this one',
  cause: 'A template has a load balancer with listeners or rules in a form that the simulator does not know, so it could only guess.',
});

export const NO_LOAD_BALANCER = error<{ path: string }>('GW0308', 'source/no-load-balancer', {
  message: ({ path }) => `${path} holds no Application Load Balancer`,
  fix: 'name the template or the cdk.out folder of the stack that holds it',
  cause: 'No template of the side has a resource of type AWS::ElasticLoadBalancingV2::LoadBalancer.',
});

export const SERVICES_UNKNOWN = error<{ path: string }>('GW0309', 'source/services-unknown', {
  message: ({ path }) => `${path} does not say which Services its target groups stand for, so it cannot be compared with manifests`,
  fix: 'name the whole cdk.out folder instead of one template in it, or compare it with another template',
  cause: 'One side is manifests and the other a bare template: its target groups are known by logical ids only.',
});
