using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;

namespace Infra.Tests.Settings;

public class QuotaErrorTests
{
    private const string Sizes = "sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}";

    [Theory]
    [InlineData(
        "{cpu: 199m}",
        "stacks/services.yaml:4: quota.cpu: 199m is less than the 200m that the services need at their minimum; write at least 200m"
    )]
    [InlineData("{memory: 255Mi}", "stacks/services.yaml:4: quota.memory: 255Mi is less than the 256Mi that")]
    [InlineData("{pods: 1}", "stacks/services.yaml:4: quota.pods: 1 is less than the 2 that")]
    public void AQuotaBelowTheSumOfMinimums_IsRejected(string quota, string expected) =>
        Assert.StartsWith(
            expected,
            Only($"name: shop\n{Sizes}\nservices: {{s: {{image: a:1, port: 80, replicas: 2}}}}\nquota: {quota}"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(
        "sizes: {small: {limits: {memory: 256Mi}}}\nservices: {s: {image: \"a:1\", kind: worker}}\nquota: {cpu: 1}",
        "quota.cpu: a quota on cpu rejects pods that request none, and some container requests none"
    )]
    [InlineData(
        "sizes: {small: {requests: {cpu: 100m, memory: 1Mi}}}\nloadBalancing: haproxy\nservices: {s: {image: \"a:1\", port: 80, replicas: 1, traffic: {hosts: [a.example.com]}}}\nquota: {pods: 2}",
        "quota.pods: 2 is less than the 3 that"
    )]
    public void AQuota_CountsEveryContainer_AndTheLoadBalancer(string catalogue, string expected) =>
        Assert.Contains(expected, Only($"name: shop\n{catalogue}"), StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "sizes: {small: {limits: {memory: 256Mi}}, big: {requests: {memory: 512Mi}}}\nservices: {s: {image: \"a:1\", kind: worker, resources: big}}",
        "sizes.big.limits.memory: without a limit the namespace's default from the size 'small' applies, 256Mi, which is below the request 512Mi; write a limit of at least 512Mi"
    )]
    [InlineData(
        "sizes: {small: {limits: {cpu: 100m}}, other: {}}\nservices: {s: {image: \"a:1\", kind: worker, sidecars: {p: {image: \"b:1\", resources: {size: other, requests: {cpu: 1}}}}}}",
        "services.s.sidecars.p.resources.limits.cpu: without a limit the namespace's default from the size 'small' applies, 100m"
    )]
    [InlineData(
        "sizes: {small: {}}\nservices: {s: {image: \"a:1\", kind: worker, init: {p: {image: \"b:1\", resources: smal}}}}",
        "services.s.init.p.resources: there is no size 'smal'; did you mean 'small'?"
    )]
    [InlineData(
        "sizes: {small: {}}\nloadBalancing: {backend: haproxy, resources: big}\nservices: {s: {image: \"a:1\", kind: worker}}",
        "loadBalancing.resources: there is no size 'big'; known here: small"
    )]
    public void AmountsThatTheNamespaceWouldReject_AreRejected(string catalogue, string expected) =>
        Assert.Contains(expected, Only($"name: shop\n{catalogue}"), StringComparison.Ordinal);

    private static string Only(string catalogue) =>
        Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(catalogue)).Errors).ToString();

    private static LoadedSettings Load(string catalogue) => SettingsLoader.Load(StackSources.Simulated(catalogue, ""));
}
