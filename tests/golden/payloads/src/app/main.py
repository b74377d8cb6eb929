from faststream import FastStream, Logger
from faststream.kafka import KafkaBroker

from app.models import Envelope, OrderPlaced, OrderShipped
from app.settings import settings

broker = KafkaBroker(settings.kafka_url)
app = FastStream(broker)
shipped = broker.publisher(f"{settings.topic_prefix}.shipped")


@broker.subscriber("orders", group_id="shipping")
@shipped
async def ship(message: Envelope[OrderPlaced], logger: Logger) -> OrderShipped:
    logger.info(message)
    return OrderShipped(message.data.order_id, message.sent_at.date(), message.data.total)


if __name__ == "__main__":
    import asyncio

    asyncio.run(app.run())
