import os

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SHOP_")

    kafka_url: str
    topic_prefix: str = os.environ["SHOP_TOPIC_PREFIX"]


settings = Settings()
