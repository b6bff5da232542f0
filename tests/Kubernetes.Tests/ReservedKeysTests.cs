using Infra.Kubernetes;

namespace Kubernetes.Tests;

public sealed class ReservedKeysTests
{
    [Theory]
    [InlineData("kubernetes.io/x", true)]
    [InlineData("k8s.io/x", true)]
    [InlineData("node.kubernetes.io/instance-type", true)]
    [InlineData("batch.kubernetes.io/job-name", true)]
    [InlineData("pod-template-hash", true)]
    [InlineData("service.kubernetes.io/headless", true)]
    [InlineData("service.kubernetes.io/topology-mode", false)]
    [InlineData("alb.ingress.kubernetes.io/scheme", false)]
    [InlineData("mykubernetes.io/x", false)]
    [InlineData("kueue.x-k8s.io/queue-name", false)]
    [InlineData("kubernetes.io", false)]
    [InlineData("example.com/x", false)]
    public void Contains_WhatKubernetesKeepsForItself(string key, bool expected) => Assert.Equal(expected, ReservedKeys.Contains(key));
}
