using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Tests.Controllers;

namespace Infra.Simulator.Tests.Nodes;

/// <summary>A cluster with one pod, <c>p</c>.</summary>
internal sealed class PodCluster : IDisposable
{
    /// <summary>The address of the pod, in messages of probes.</summary>
    public const string Address = "10.244.1.2";

    private readonly ControlPlaneCluster _cluster = new(new() { Count = 1 });

    /// <summary>Creates the pod.</summary>
    /// <param name="behaviour">Its annotations without <c>fake/</c>, as JSON.</param>
    /// <param name="container">The fields of the container <c>main</c> beside name and image, as JSON.</param>
    /// <param name="spec">The other fields of the spec, as JSON.</param>
    public PodCluster(string behaviour, string container = "{}", string spec = "{}")
    {
        var annotations = new JsonObject();
        foreach (var (key, value) in ControlPlaneCluster.Parse(behaviour))
        {
            annotations[$"fake/{key}"] = value!.DeepClone();
        }

        var main = ControlPlaneCluster.Parse(container);
        (main["name"], main["image"]) = ("main", "i:1");
        var pod = ControlPlaneCluster.Parse(spec);
        pod["containers"] = new JsonArray([main, .. pod.Objects("containers").Select(one => one.DeepClone())]);
        _cluster.Client.Create(
            GroupResource.Pods,
            new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["name"] = "p",
                    ["namespace"] = "default",
                    ["annotations"] = annotations,
                },
                ["spec"] = pod,
            }
        );
        _cluster.RunUntil(() => Pod.Status.Text("podIP") is not null || Pod.Status.Text("phase") == "Failed");
    }

    public ControlPlaneCluster Cluster => _cluster;

    public KubeObject Pod => _cluster.Find(GroupResource.Pods, "p")!;

    public bool IsReady => Pod.Status.HasCondition("Ready");

    /// <summary>The status of a container.</summary>
    public JsonObject Status(string container = "main") =>
        Pod
            .Status.Objects("initContainerStatuses")
            .Concat(Pod.Status.Objects("containerStatuses"))
            .Single(status => status.Text("name") == container);

    public void Run(double seconds) => _cluster.Run(seconds);

    public void Annotate(string key, string value) =>
        _cluster.Client.Patch(
            GroupResource.Pods,
            "default",
            "p",
            new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [$"fake/{key}"] = value } } }
        );

    /// <summary>The events of a reason, each with its count.</summary>
    public IEnumerable<string> Events(string reason) =>
        _cluster
            .List(GroupResource.Events)
            .Where(one => one.Body.Text("reason") == reason)
            .Select(one => $"{one.Body.Number("count")}x {one.Body.Text("message")}");

    public void Dispose() => _cluster.Dispose();
}
