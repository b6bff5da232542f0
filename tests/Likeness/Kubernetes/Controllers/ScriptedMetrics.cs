using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Controllers.Autoscaling;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Likeness.Kubernetes.Controllers;

/// <summary>Serves the metric values of a recording.</summary>
internal sealed class ScriptedMetrics : IMetricsSource
{
    private const string AppContainer = "app";
    private const string SideContainer = "side";

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    public JsonObject Input { get; set; } = [];

    public Func<DateTimeOffset> Now { get; set; } = () => default;

    public PodSample?[] Resource(IReadOnlyList<Pod> pods, string resource, string? container)
    {
        var samples = Samples(pod => pod.Flag("missing") ? null : Usage(pods, pod, resource, container));
        return samples.Count > 0
            ? Align(pods, samples)
            : throw new MetricUnavailableException(
                $"unable to get metrics for resource {resource}: no metrics returned from resource metrics API"
            );
    }

    public PodSample?[] Pods(IReadOnlyList<Pod> pods, string metric)
    {
        var samples = Samples(pod => pod.Flag("missing") ? null : Milli(pod.Text("custom", metric)));
        return samples.Count > 0
            ? Align(pods, samples)
            : throw new MetricUnavailableException($"unable to get metric {metric}: no metrics returned from custom metrics API");
    }

    public long Object(string inNamespace, string kind, string name, string metric) => Milli(Input.Text("object", metric));

    // An external metric that is not scripted is unknown to the server.
    public IReadOnlyList<long> External(string inNamespace, string metric, JsonObject? selector) =>
        Input.Array("external", metric) is { } values
            ? [.. values.Select(value => Milli(value!.GetValue<string>()))]
            : new NoMetrics().External(inNamespace, metric, selector);

    // The recordings script the cpu of a second container as "side".
    private static long Usage(IReadOnlyCollection<Pod> pods, JsonObject pod, string resource, string? container)
    {
        var side = resource == "cpu" ? Milli(pod.Text(SideContainer)) : 0;
        return container switch
        {
            SideContainer => side,
            null => Milli(pod.Text(resource)) + side,
            AppContainer => Milli(pod.Text(resource)),
            _ => throw new MetricUnavailableException(
                $"unable to get metrics for resource {resource}: failed to get container metrics: "
                    + $"container {container} not present in metrics for pod {pods.First().Namespace}/{pod.Text("name")}"
            ),
        };
    }

    private static long Milli(string? quantity) => Quantity.Parse(quantity ?? "0").MilliValue;

    private static PodSample?[] Align(IReadOnlyList<Pod> pods, Dictionary<string, PodSample> samples) =>
        [.. pods.Select(pod => samples.TryGetValue(pod.Name, out var sample) ? sample : (PodSample?)null)];

    private Dictionary<string, PodSample> Samples(Func<JsonObject, long?> valueOf)
    {
        var result = new Dictionary<string, PodSample>();
        foreach (var pod in Input.Objects("pods"))
        {
            if (valueOf(pod) is { } value)
            {
                result[pod.Text("name")!] = new PodSample(value, Now(), Window);
            }
        }

        return result;
    }
}
