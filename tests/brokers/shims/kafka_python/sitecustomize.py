"""Lets kafka-python 3 talk to librdkafka's mock cluster, whose list of API versions it cannot read."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import kafka

for client in (kafka.KafkaProducer, kafka.KafkaConsumer, kafka.KafkaAdminClient):
    client.DEFAULT_CONFIG["api_version"] = (2, 3)
