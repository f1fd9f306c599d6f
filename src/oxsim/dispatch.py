"""One SOAP call from its envelope to its reply: decode, guard, check, lock, wait, work, commit."""

import asyncio
from dataclasses import replace

from oxsim.call import Call, Operation, Service
from oxsim.faults import FAULTS, Fault, Malformed, Refused
from oxsim.injection import Action, Rule, Trouble, pick
from oxsim.journal import Journal
from oxsim.latency import Pace
from oxsim.locks import UserLocks
from oxsim.options import Options
from oxsim.reply import HTML, Delivery, Reply
from oxsim.soap.reader import read_envelope, read_object
from oxsim.soap.writer import write_answer, write_fault
from oxsim.stats import Stats
from oxsim.world import World

_UNAVAILABLE = b"<html><body><h1>503 Service Unavailable</h1></body></html>"
_LOGIN_PAGE = b"<html><body><h1>Please sign in</h1></body></html>"
_INSTEAD = {
    Trouble.UNAVAILABLE: Reply(503, _UNAVAILABLE, HTML),
    Trouble.HTML: Reply(200, _LOGIN_PAGE, HTML),
    Trouble.RESET: Reply(500, b"", delivery=Delivery.RESET),
}
_AFTERWARDS = {Trouble.LOST: Delivery.NEVER, Trouble.TRUNCATE: Delivery.HALF}


class Dispatcher:
    """Carries out calls. It runs in one thread: work between two waits is never interleaved."""

    def __init__(self, world: World, journal: Journal, options: Options) -> None:
        self.world = world
        self.journal = journal
        self.options = options
        self.stats = Stats()
        self.rules: list[Rule] = []
        self._locks = UserLocks(options.lock_wait)
        self._pace = Pace(options.profile)

    async def answer(self, service: Service, body: bytes) -> Reply:
        """Answer one request to a service. Never raises for what a client sent."""
        action: Action | None = None
        name, context_id, outcome = f"{service.name}.?", None, "answered"
        try:
            request = read_envelope(body)
            operation = service.operations.get(request.operation)
            if operation is None or request.namespace != service.namespace:
                raise Malformed("NO_PART_FOUND")
            name = f"{service.name}.{operation.name}"
            call = Call(
                name,
                read_object(request.element, operation.input),
                self.world,
                self.journal,
                self.options,
            )
            sent = call.named
            context_id = sent.get("id") if sent else None
            self.stats.arrived(name, context_id)
            action = pick(self.rules, name, body)
            if action is not None:
                self.stats.injected[name] += 1
                instead = await self._before(action)
                if instead is not None:
                    self.stats.note_end(name, context_id, action.trouble)
                    return instead
            reply = Reply(200, await self._carry_out(operation, call))
        except Refused as refused:
            if name.endswith("?"):
                self.stats.arrived(name, None)
            kind = refused.kind if isinstance(refused, Fault) else refused.code
            outcome = f"{kind}: {refused.message}"
            self.stats.faults[kind] += 1
            reply = Reply(500, write_fault(refused, service.namespace))
        self.stats.note_end(name, context_id, outcome)
        return reply if action is None else await self._after(action, reply)

    async def _carry_out(self, operation: Operation, call: Call) -> bytes:
        try:
            operation.guard(call)
            if operation.before is not None:
                operation.before(call)
        except Refused:
            await _wait(self.options.latency)
            raise
        if not operation.locks_users:
            await self._take_time(call)
            slow = self.options.latency > 0 or self._pace.active
            return self._work(operation, call, waited=slow)
        context_id = call.context.id
        await self._locks.acquire(context_id)
        try:
            await self._take_time(call)
            return self._work(operation, call, waited=True)
        finally:
            self._locks.release(context_id)

    async def _take_time(self, call: Call) -> None:
        await _wait(self.options.latency)
        await self._pace.spend(call)

    def _work(self, operation: Operation, call: Call, *, waited: bool) -> bytes:
        """Do the work and write it down; the world may have changed while the call waited."""
        if waited:
            operation.guard(call)
        result = operation.handler(call)
        self.journal.commit()
        if call.created:
            self.stats.creates[call.operation] += call.created
        return write_answer(operation.input, operation.returns, result)

    async def _before(self, action: Action) -> Reply | None:
        if action.trouble is Trouble.FAULT:
            raise FAULTS[action.kind](action.text or None)
        if action.trouble is Trouble.HANG:
            await asyncio.sleep(action.seconds)
        return _INSTEAD.get(action.trouble)

    async def _after(self, action: Action, reply: Reply) -> Reply:
        if action.trouble is Trouble.SLOW:
            await asyncio.sleep(action.seconds)
        delivery = _AFTERWARDS.get(action.trouble)
        return reply if delivery is None else replace(reply, delivery=delivery)


async def _wait(seconds: float) -> None:
    if seconds > 0:
        await asyncio.sleep(seconds)
