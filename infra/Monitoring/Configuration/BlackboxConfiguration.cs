namespace Infra.Backend.Monitoring.Configuration;

/// <summary>The blackbox exporter's configuration file: a probe by HTTPS that follows redirects.</summary>
internal sealed record BlackboxConfiguration(IReadOnlyDictionary<string, BlackboxConfiguration.ProbeModule> Modules)
{
    public const string Module = "https";

    public static BlackboxConfiguration Default { get; } =
        new(
            new Dictionary<string, ProbeModule>(StringComparer.Ordinal)
            {
                [Module] = new("http", TimeSpan.FromSeconds(5), new HttpSection(true, true, "ip4")),
            }
        );

    internal sealed record ProbeModule(string Prober, TimeSpan Timeout, HttpSection Http);

    internal sealed record HttpSection(bool FollowRedirects, bool FailIfNotSsl, string PreferredIpProtocol);
}
