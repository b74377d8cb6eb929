import os


class Settings:
    """What the environment says; there is no default for where the broker is."""

    def __init__(self) -> None:
        self.kafka_url = os.environ["SHOP_KAFKA_URL"]
        self.topic_prefix = os.environ.get("SHOP_TOPIC_PREFIX", "shop")


settings = Settings()
