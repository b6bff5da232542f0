using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;

namespace Engine.Tests.Kubernetes.Resources;

public class InputNormalizerTests
{
    [Theory]
    [InlineData(
        """{"apiVersion":"v1","kind":"Secret","data":{"a":"MQ=="},"stringData":{"a":"x","b":"y"}}""",
        """{"apiVersion":"v1","kind":"Secret","data":{"a":"eA==","b":"eQ=="}}"""
    )]
    [InlineData(
        """{"apiVersion":"v1","kind":"Secret","data":{"a":"MTIz\nNDU2"}}""",
        """{"apiVersion":"v1","kind":"Secret","data":{"a":"MTIzNDU2"}}"""
    )]
    [InlineData(
        """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"n","uid":"u","resourceVersion":"5","labels":{}},"data":{"tty":"","limits":"x"}}""",
        """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"n"},"data":{"tty":"","limits":"x"}}"""
    )]
    [InlineData(
        """{"apiVersion":"v1","kind":"Service","spec":{"selector":{"role":"","name":""},"ports":[{"port":80,"nodePort":0,"name":""}]}}""",
        """{"apiVersion":"v1","kind":"Service","spec":{"selector":{"role":"","name":""},"ports":[{"port":80}]}}"""
    )]
    [InlineData(
        """{"apiVersion":"apps/v1","kind":"Deployment","spec":{"replicas":0,"paused":false,"template":{"spec":{"hostNetwork":false,"automountServiceAccountToken":false,"volumes":[{"name":"t","emptyDir":{}}],"containers":[{"name":"c","env":[{"name":"E","value":""}],"args":[],"livenessProbe":{"initialDelaySeconds":0,"periodSeconds":5}}]}}}}""",
        """{"apiVersion":"apps/v1","kind":"Deployment","spec":{"replicas":0,"template":{"spec":{"automountServiceAccountToken":false,"volumes":[{"name":"t","emptyDir":{}}],"containers":[{"name":"c","env":[{"name":"E"}],"livenessProbe":{"periodSeconds":5}}]}}}}"""
    )]
    [InlineData(
        """{"apiVersion":"v1","kind":"ResourceQuota","spec":{"hard":{"requests.cpu":"2000m","pods":10}}}""",
        """{"apiVersion":"v1","kind":"ResourceQuota","spec":{"hard":{"requests.cpu":"2","pods":"10"}}}"""
    )]
    [InlineData(
        """{"apiVersion":"v1","kind":"LimitRange","spec":{"limits":[{"type":"Container","default":{"cpu":0.5},"max":{"cpu":"1e0","memory":"0.5Gi"}}]}}""",
        """{"apiVersion":"v1","kind":"LimitRange","spec":{"limits":[{"type":"Container","default":{"cpu":"500m"},"max":{"cpu":"1","memory":"512Mi"}}]}}"""
    )]
    [InlineData(
        """{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","spec":{"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"AverageValue","averageValue":"0.25"}}}]}}""",
        """{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","spec":{"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"AverageValue","averageValue":"250m"}}}]}}"""
    )]
    [InlineData(
        """{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","spec":{"podSelector":{},"ingress":[]}}""",
        """{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","spec":{"podSelector":{}}}"""
    )]
    [InlineData(
        """{"apiVersion":"example.test/v1","kind":"Widget","spec":{"limits":{"cpu":"1000m"},"tags":[],"paused":false,"nothing":null}}""",
        """{"apiVersion":"example.test/v1","kind":"Widget","spec":{"limits":{"cpu":"1000m"},"tags":[],"paused":false,"nothing":null}}"""
    )]
    [InlineData(
        """{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","spec":{"preserveUnknownFields":false,"names":{"kind":"W"}},"status":{"x":1}}""",
        """{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","spec":{"names":{"kind":"W"}}}"""
    )]
    public void Normalize_Inputs_EqualTheServersForm(string given, string expected)
    {
        var normalized = InputNormalizer.Normalize(JsonNode.Parse(given)!.AsObject());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), normalized), $"got {normalized.ToJsonString()}");
        Assert.True(JsonNode.DeepEquals(normalized, InputNormalizer.Normalize(normalized)), "is not stable");
    }
}
