"""Lets kafka-python 3 talk to librdkafka's mock cluster, whose list of API versions it cannot read.

It may join its group before it knows the partitions, and again then, which the mock answers at the end of the session.
"""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import kafka

for client in (kafka.KafkaProducer, kafka.KafkaConsumer, kafka.KafkaAdminClient):
    client.DEFAULT_CONFIG["api_version"] = (2, 3)
kafka.KafkaConsumer.DEFAULT_SESSION_TIMEOUT_MS_PRE_KIP_735 = 4000
kafka.KafkaConsumer.DEFAULT_CONFIG["heartbeat_interval_ms"] = 500
