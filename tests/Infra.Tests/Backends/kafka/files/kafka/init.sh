#!/bin/bash
set -e
id="${HOSTNAME##*-}"
{ echo "broker.id=$id"; cat /etc/kafka-configmap/server.properties; } > "/etc/kafka/server.properties.$POD_NAME"
cp /etc/kafka-configmap/log4j.properties /etc/kafka/
kubectl -n "$POD_NAMESPACE" label --overwrite pod "$POD_NAME" "kafka-broker-id=$id"
