from texts import CONTACTS, RESOURCES

from catalog_gen import Team, User

dboyne = User(
    "dboyne",
    name=RESOURCES["dboyne"]["name"],
    role=CONTACTS["dboyne"]["role"],
    email=CONTACTS["dboyne"]["email"],
    avatar_url=CONTACTS["dboyne"]["avatarUrl"],
    slack=CONTACTS["dboyne"]["slackDirectMessageUrl"],
    ms_teams=CONTACTS["dboyne"]["msTeamsDirectMessageUrl"],
)
platforms = ["customer", "fulfilment", "ordering", "payments", "product", "reviews", "search", "shopping"]
teams = [
    Team(
        f"{name}-platform",
        **RESOURCES[f"{name}-platform"],
        members=[dboyne],
        email=CONTACTS[f"{name}-platform"]["email"],
        slack=CONTACTS[f"{name}-platform"]["slackDirectMessageUrl"],
    )
    for name in platforms
]
