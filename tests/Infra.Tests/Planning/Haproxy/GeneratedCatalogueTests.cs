using System.Globalization;
using System.Text;

namespace Infra.Tests.Planning.Haproxy;

/// <summary>HAProxy accepts the configuration of every catalogue without warnings.</summary>
public class GeneratedCatalogueTests
{
    private const int Catalogues = 30;

    [HaproxyFact]
    public async Task EveryConfiguration_IsValidForHaproxy()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var i = 0; i < Catalogues; i++)
        {
            var services = Generate(random);

            var faults = await HaproxyProcess.CheckAsync(
                await HaproxyProcess.CreateConfigurationAsync(
                    services,
                    $"loadBalancing: haproxy\nfaultTolerance: {OneOf(random, "development", "standard", "critical")}"
                )
            );

            Assert.True(faults.Length == 0, $"{faults}\n\nof (seed {seed}, catalogue {i}):\n{services}");
        }
    }

    private static string Generate(Random random)
    {
        var text = new StringBuilder(
            "spare-http: {image: \"s:1\", port: 1}\nspare-http2: {image: \"s:1\", port: 65535, traffic: {protocol: http2}}\nspare-grpc: {image: \"s:1\", port: 2, traffic: {protocol: grpc}, versions: {b: {weight: 70}}}\n"
        );
        for (var service = 0; service < random.Next(1, 8); service++)
        {
            var protocol = OneOf(random, "http", "http2", "grpc");
            var algorithm = OneOf(random, "roundRobin", "random", "leastRequest", "clientIp");
            string[] traffic =
            [
                $"hosts: [{OneOf(random, $"h{service}.example.com", $"\"*.h{service}.example.com\"", $"h{service}.example.com, x{service}.example.com")}]",
                $"protocol: {protocol}",
                .. Maybe(random, $"paths: [{OneOf(random, "/", "/a, /a/b", "\"/it's\"", "\"/$(x)/~y,z;=1\"", "/%C3%A4")}]"),
                .. Maybe(random, $"algorithm: {algorithm}"),
                .. Maybe(random, $"timeout: {OneOf(random, "1ms", "30s", "1d", "1h30m")}"),
                .. Maybe(random, $"retries: {random.Next(0, 11)}"),
                .. Maybe(random, $"maxConnections: {OneOf(random, "1", "1000000")}"),
                .. Maybe(random, $"ejectAfter: {OneOf(random, "1", "1000")}"),
                .. Maybe(random, $"failover: spare-{protocol}"),
            ];
            if (traffic.Contains("algorithm: clientIp"))
            {
                traffic = [.. traffic, .. Maybe(random, $"stickyFor: {OneOf(random, "1s", "1d")}")];
            }

            string[] settings =
            [
                "image: \"a:1\"",
                $"port: {random.Next(1, 65536)}",
                $"traffic: {{{string.Join(", ", traffic)}}}",
                .. Maybe(random, $"scaling: {{min: 1, max: {random.Next(1, 400)}}}"),
                .. Maybe(
                    random,
                    $"health: {{detectWithin: {OneOf(random, "1s", "10m")}, path: \"{OneOf(random, "/healthz", "/up?full=1&a='b'", "/a%20b", "/#x", "/a\\\\b")}\"}}"
                ),
                .. Maybe(
                    random,
                    $"versions: {{{string.Join(", ", Enumerable.Range(0, random.Next(1, 4)).Select(version => $"v{version}: {{weight: {OneOf(random, "0", "1", "30")}}}"))}}}"
                ),
            ];
            text.Append(CultureInfo.InvariantCulture, $"s{service}: {{{string.Join(", ", settings)}}}\n");
        }

        return text.ToString();
    }

    private static string[] Maybe(Random random, string setting) => random.Next(2) == 0 ? [] : [setting];

    private static string OneOf(Random random, params string[] choices) => choices[random.Next(choices.Length)];
}
