using CsCheck;

namespace Infra.Tests.Planning.Haproxy;

/// <summary>HAProxy accepts the configuration of every catalogue without warnings.</summary>
public class GeneratedCatalogueTests
{
    private const int Catalogues = 30;

    private const string Spares =
        "spare-http: {image: \"s:1\", port: 1}\nspare-http2: {image: \"s:1\", port: 65535, traffic: {protocol: http2}}\nspare-grpc: {image: \"s:1\", port: 2, traffic: {protocol: grpc}, versions: {b: {weight: 70}}}\n";

    private static readonly Gen<string> AnyCatalogue = AnyService
        .Array[1, 7]
        .Select(services =>
            Spares + string.Concat(services.Select((service, i) => $"s{i}: {service.Replace("{i}", $"{i}", StringComparison.Ordinal)}\n"))
        );

    // The placeholder {i} stands for the number of the service.
    private static Gen<string> AnyService =>
        from traffic in AnyTraffic
        from settings in Join(
            Always("image: \"a:1\""),
            from port in Gen.Int[1, 8000]
            from protocol in Gen.OneOf("http", "http2", "grpc")
            select ToArray(
                $"ports: {{main: {port}, admin: {{container: 9901, protocol: {protocol}}}, ctl: {{container: 9902, protocol: tcp}}}}"
            ),
            Always(traffic),
            Maybe(Gen.Int[1, 399].Select(maximum => $"scaling: {{min: 1, max: {maximum}}}")),
            Maybe(AnyHealth),
            Maybe(
                Gen.OneOf("0", "1", "30")
                    .Array[0, 3]
                    .Select(weights =>
                        $"versions: {{{string.Join(", ", weights.Select((weight, version) => $"v{version}: {{weight: {weight}}}"))}}}"
                    )
            )
        )
        select $"{{{settings}}}";

    private static Gen<string> AnyHealth =>
        from settings in Join(
            Gen.OneOf("1s", "10m").Select(time => $"detectWithin: {time}").Select(ToArray),
            Maybe(Gen.OneOf("/healthz", "/up?full=1&a='b'", "/a%20b", "/#x", "/a\\\\b").Select(path => $"path: \"{path}\"")),
            Maybe(Gen.OneOf("8081", "admin", "ctl").Select(port => $"port: {port}")),
            Maybe(
                Gen.OneOf("a", "\"it's 100%\"", "\"a b; c=\\\"d\\\"\"").Select(value => $"headers: {{X-A: {value}, Host: a.example.com}}")
            ),
            Maybe(Gen.Const("scheme: https")),
            Maybe(Gen.Const("readiness: {successes: 3}"))
        )
        select $"health: {{{settings}}}";

    private static Gen<string> AnyTraffic =>
        from protocol in Gen.OneOf("http", "http2", "grpc")
        from algorithm in Gen.OneOf(null, "roundRobin", "random", "leastRequest", "clientIp")
        from settings in Join(
            Gen.OneOf("h{i}.example.com", "\"*.h{i}.example.com\"", "h{i}.example.com, x{i}.example.com")
                .Select(hosts => $"hosts: [{hosts}]")
                .Select(ToArray),
            Always($"protocol: {protocol}"),
            Maybe(Gen.OneOf("/", "/a, /a/b", "\"/it's\"", "\"/$(x)/~y,z;=1\"", "/%C3%A4").Select(paths => $"paths: [{paths}]")),
            algorithm is null ? Gen.Const(Array.Empty<string>()) : Always($"algorithm: {algorithm}"),
            Maybe(Gen.OneOf("1ms", "30s", "1d", "1h30m").Select(timeout => $"timeout: {timeout}")),
            Maybe(Gen.Int[0, 10].Select(retries => $"retries: {retries}")),
            Maybe(Gen.OneOf("1", "1000000").Select(connections => $"maxConnections: {connections}")),
            Maybe(Gen.OneOf("1", "1000").Select(failures => $"ejectAfter: {failures}")),
            Maybe(Gen.Const($"failover: spare-{protocol}")),
            algorithm == "clientIp"
                ? Maybe(Gen.OneOf("1s", "1d").Select(duration => $"stickyFor: {duration}"))
                : Gen.Const(Array.Empty<string>())
        )
        select $"traffic: {{{settings}}}";

    [HaproxyFact]
    public Task EveryConfiguration_IsValidForHaproxy() =>
        Gen.Select(AnyCatalogue, Gen.OneOf("development", "standard", "critical"))
            .SampleAsync(
                async (services, preset) =>
                {
                    var configuration = await HaproxyProcess.CreateConfigurationAsync(
                        services,
                        $"loadBalancing: haproxy\nfaultTolerance: {preset}"
                    );

                    Assert.Equal("", await HaproxyProcess.CheckAsync(configuration));
                },
                iter: Catalogues,
                threads: 1
            );

    private static Gen<string> Join(params Gen<string[]>[] settings) =>
        settings
            .Aggregate((all, next) => Gen.Select(all, next, (first, second) => (string[])[.. first, .. second]))
            .Select(all => string.Join(", ", all));

    private static Gen<string[]> Maybe(Gen<string> setting) => Gen.Select(Gen.Bool, setting, (isSet, text) => isSet ? ToArray(text) : []);

    private static Gen<string[]> Always(string setting) => Gen.Const(ToArray(setting));

    private static string[] ToArray(string setting) => [setting];
}
