#!/bin/bash
set -e
mkdir -p /var/lib/zookeeper/data
echo $((${HOSTNAME##*-} + ${ID_OFFSET:-1})) > /var/lib/zookeeper/data/myid
cp /etc/kafka-configmap/zookeeper.properties "/etc/kafka/zookeeper.properties.scale-5.$POD_NAME"
cp /etc/kafka-configmap/log4j.properties /etc/kafka/
