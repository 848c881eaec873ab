#!/usr/bin/env node
import { gatewayAlb, tellMistake } from './program';
import { messageOf, Mistake } from './verbs/mistake';
import { ownPackage } from './verbs/own-package';
import { allowClosedPipes } from './verbs/terminal';

allowClosedPipes();
gatewayAlb().parseAsync().catch(tell);

function tell(fault: unknown): void {
  process.exitCode = 1;
  if (fault instanceof Mistake || isOfTheSystem(fault)) tellMistake(messageOf(fault));
  else tellMistake(`a fault of gateway-alb ${ownPackage().version}, not of your files; please report it\n${fault instanceof Error ? fault.stack : String(fault)}`);
}

/** A disk that is full, a folder that may not be read. */
function isOfTheSystem(fault: unknown): boolean {
  return fault instanceof Error && typeof (fault as NodeJS.ErrnoException).syscall === 'string';
}
