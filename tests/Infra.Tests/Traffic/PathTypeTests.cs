using Infra.Tests.Planning.Haproxy;

namespace Infra.Tests.Traffic;

/// <summary>Exact paths apply before the same paths as prefixes, whatever routes the requests.</summary>
public class PathTypeTests
{
    private const string Services = """
        web: {image: "w:1", port: 80, traffic: {hosts: [shop.example.com], paths: [/login]}}
        login: {image: "l:1", port: 80, traffic: {hosts: [shop.example.com], paths: [/login], pathType: exact}}
        """;

    [Fact]
    public async Task Haproxy_ComparesTheWholePath()
    {
        var configuration = HaproxyProcess.GetConfiguration(await RecordedPlan.ForServices(Services, "loadBalancing: haproxy"));

        string[] rules = [.. configuration.Split('\n').Where(line => line.Contains("set-var(txn.service)", StringComparison.Ordinal))];
        Assert.Equal(2, rules.Length);
        Assert.Contains("str(login) if", rules[0], StringComparison.Ordinal);
        Assert.EndsWith("{ path /login }", rules[0], StringComparison.Ordinal);
        Assert.EndsWith("{ path -m dir /login }", rules[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("web", "PathPrefix")]
    [InlineData("login", "Exact")]
    public async Task AnHttpRoute_HasTheTypeOfItsPaths(string service, string expected) =>
        Assert.Equal(
            expected,
            (await RecordedPlan.ForServices(Services, "loadBalancing: {backend: gatewayApi, gatewayClass: envoy}")).Get(
                "HTTPRoute",
                service
            )["spec.rules[0].matches[0].path.type"]
        );
}
