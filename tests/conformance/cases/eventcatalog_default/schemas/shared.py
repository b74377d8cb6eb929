"""What the definitions of all domains share."""

from texts import ARROWS, CONDITIONS, NODES, PROPERTIES, STEPS

from catalog_gen import (
    Actor,
    Badge,
    Custom,
    Defaults,
    NextStep,
    Operation,
    Property,
    Repository,
    Sidebar,
    Step,
    Styles,
    Trigger,
)

core = [
    Badge("Core domain", "blue", icon="RectangleGroupIcon"),
    Badge("Business Critical", "red", icon="ShieldCheckIcon"),
]
internal = [Badge("Internal", "gray", icon="LockClosedIcon")]
outside = [Badge("External", "yellow", icon="GlobeAltIcon")]
kafka = [Badge("Broker:Kafka", "blue", icon="BoltIcon")]

# Nobody owns a container, whatever is said of the systems around it.
container = Defaults(owners=[])
postgres = Defaults(container, styles=Styles(icon="/icons/database/postgresql.svg"))

ICONS = {"TypeScript": "nodejs", "Go": "go", "Java": "java", "External": "nodejs"}


def code(language, name):
    """Where the code is, and what it is written in."""
    return {
        "repository": Repository(f"https://github.com/acme/{name}", language=language),
        "styles": Styles(icon=f"/icons/languages/{ICONS[language]}.svg"),
    }


def http(method, path, *codes):
    """An operation, and its method in the sidebar."""
    return {"operation": Operation(method, path, status_codes=list(codes)), "sidebar": Sidebar(badge=method)}


def sets_off(service, message, *events):
    """What a service sends when it has received the message, and for which reasons."""
    return [Trigger(event, condition=why) for event in events for why in CONDITIONS[service][message][event]]


def required(entity, name, kind, **more):
    return Property(name, kind, required=True, description=PROPERTIES[entity][name], **more)


def optional(entity, name, kind, **more):
    return Property(name, kind, required=False, description=PROPERTIES[entity][name], **more)


def to(entity, relation, identifier):
    """A property that holds the identifier of another entity."""
    return {"references": entity, "relation_type": relation, "references_identifier": identifier}


def step(flow, name, *following, **what):
    """A step, and those that come then."""
    return Step(name, STEPS[flow][name], **what, **_leads(flow, name, following))


def _leads(flow, name, following):
    return {
        ("next_step" if len(following) == 1 else "next_steps"): (
            NextStep(following[0], ARROWS[flow][name][following[0]])
            if len(following) == 1
            else [NextStep(one, ARROWS[flow][name][one]) for one in following]
        )
    }


def somebody(flow, name):
    """The actor of a step."""
    return Actor(**NODES[flow][name])


def node(flow, name, kind, color, icon):
    """A node that is drawn."""
    return Custom(**NODES[flow][name], type=kind, color=color, icon=icon)
