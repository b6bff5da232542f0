using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes.Probes;

/// <summary>What an HTTP probe or hook calls.</summary>
/// <param name="Url">The URL.</param>
/// <param name="Address">Host and port.</param>
internal readonly record struct HttpTarget(string Url, string Address)
{
    /// <summary>Reads the target.</summary>
    /// <param name="http">The <c>httpGet</c> of the probe or hook.</param>
    /// <param name="container">The container, which may name the port.</param>
    /// <param name="podIP">The pod's address.</param>
    public static HttpTarget Read(JsonObject http, JsonObject container, string podIP)
    {
        var address = $"{http.Text("host") ?? podIP}:{GetPort(http, container)}";
        var path = http.Text("path") is { Length: > 0 } given ? given : "/";
        var scheme = (http.Text("scheme") ?? "HTTP").ToLowerInvariant();
        return new HttpTarget($"{scheme}://{address}{(path.StartsWith('/') ? "" : "/")}{path}", address);
    }

    /// <summary>The number of a port that a probe or hook gives as a number or by its name in the container.</summary>
    public static string GetPort(JsonObject handler, JsonObject container) =>
        handler.Text("port") is { } name
            ? container
                .Objects("ports")
                .FirstOrDefault(port => port.Text("name") == name)
                .Number("containerPort")
                ?.ToString(CultureInfo.InvariantCulture)
                ?? name
            : (handler.Number("port") ?? 0).ToString(CultureInfo.InvariantCulture);

    /// <summary>The error if no program listens.</summary>
    public string DescribeRefusal() => $"Get \"{Url}\": dial tcp {Address}: connect: connection refused";
}
