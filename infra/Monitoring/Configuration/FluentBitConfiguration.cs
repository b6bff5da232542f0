using System.Globalization;
using Infra.Backend.Monitoring.Parts;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings;

namespace Infra.Backend.Monitoring.Configuration;

/// <summary>Fluent Bit's configuration file: sends the logs of all containers, with Kubernetes metadata, to one store.</summary>
internal sealed record FluentBitConfiguration(IReadOnlyDictionary<string, object> Service, FluentBitConfiguration.PipelineSection Pipeline)
{
    public const int Port = 2020;
    public const string StateFolder = "/state";

    /// <summary>The environment variable with the token of an external log store.</summary>
    public const string TokenVariable = "LOGS_TOKEN";

    public static FluentBitConfiguration Create(MonitoringPlan plan) =>
        new(
            Plugin(("http_server", true), ("http_listen", "0.0.0.0"), ("http_port", Port), ("health_check", true), ("log_level", "warn")),
            new PipelineSection([Containers()], [Kubernetes()], [Destination(plan)])
        );

    private static Dictionary<string, object> Containers() =>
        Plugin(
            ("name", "tail"),
            ("tag", "kube.*"),
            ("path", "/var/log/containers/*.log"),
            ("multiline.parser", "docker, cri"),
            ("db", $"{StateFolder}/positions.db"),
            ("mem_buf_limit", "16MB"),
            ("skip_long_lines", true)
        );

    private static Dictionary<string, object> Kubernetes() =>
        Plugin(("name", "kubernetes"), ("match", "kube.*"), ("merge_log", true), ("keep_log", false), ("annotations", false));

    private static Dictionary<string, object> Destination(MonitoringPlan plan) =>
        plan.Settings.External switch
        {
            { Loki: { } loki } => ToLoki(new Uri(loki.Url), loki.Token is not null),
            { Otlp: { } otlp } => ToOtlp(new Uri(otlp.Url), otlp.Token is not null),
            _ => ToLoki(
                new Uri(
                    string.Create(CultureInfo.InvariantCulture, $"http://{PartNames.Loki}.{plan.Namespace}.svc:{LokiConfiguration.Port}")
                ),
                false
            ),
        };

    /// <summary>Loki indexes labels, so there are few; other metadata stays in the line and can be searched.</summary>
    private static Dictionary<string, object> ToLoki(Uri loki, bool hasToken)
    {
        var output = Reaching(
            loki,
            Plugin(
                ("name", "loki"),
                ("match", "kube.*"),
                (
                    "labels",
                    "job=containers, namespace=$kubernetes['namespace_name'], service=$kubernetes['labels']['app.kubernetes.io/name'], container=$kubernetes['container_name'], node=$kubernetes['host']"
                ),
                ("structured_metadata", "pod=$kubernetes['pod_name']"),
                ("line_format", "json"),
                ("remove_keys", "kubernetes, stream, time, _p")
            )
        );
        output["uri"] = $"{loki.AbsolutePath.TrimEnd('/')}/loki/api/v1/push";
        if (hasToken)
        {
            output["bearer_token"] = $"${{{TokenVariable}}}";
        }

        return output;
    }

    private static Dictionary<string, object> ToOtlp(Uri otlp, bool hasToken)
    {
        var output = Reaching(otlp, Plugin(("name", "opentelemetry"), ("match", "kube.*")));
        output["logs_uri"] = $"{otlp.AbsolutePath.TrimEnd('/')}/v1/logs";
        if (hasToken)
        {
            output["header"] = $"Authorization Bearer ${{{TokenVariable}}}";
        }

        return output;
    }

    private static Dictionary<string, object> Reaching(Uri destination, Dictionary<string, object> output)
    {
        output["host"] = destination.Host;
        output["port"] = destination.Port;
        output["tls"] = destination.Scheme == Uri.UriSchemeHttps;
        return output;
    }

    private static Dictionary<string, object> Plugin(params ReadOnlySpan<(string Key, object Value)> settings)
    {
        var plugin = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (key, value) in settings)
        {
            plugin[key] = value;
        }

        return plugin;
    }

    internal sealed record PipelineSection(
        IReadOnlyList<IReadOnlyDictionary<string, object>> Inputs,
        IReadOnlyList<IReadOnlyDictionary<string, object>> Filters,
        IReadOnlyList<IReadOnlyDictionary<string, object>> Outputs
    );
}
