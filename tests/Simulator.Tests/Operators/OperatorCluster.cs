using System.Text;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api;
using Infra.Simulator.Metrics;
using Infra.Simulator.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Operators;
using Infra.Simulator.Tests.Controllers;

namespace Infra.Simulator.Tests.Operators;

/// <summary>A cluster in virtual time with the definitions of operators.</summary>
internal sealed class OperatorCluster : IDisposable
{
    private readonly ControlPlaneCluster _cluster = new(new NodePoolOptions { Count = 3 }, hasMetrics: true);

    public OperatorCluster(params ReadOnlySpan<string> operators)
    {
        foreach (var name in operators)
        {
            Install(name);
        }
    }

    public IClusterClient Client => _cluster.Client;

    public void Dispose() => _cluster.Dispose();

    public void Install(string name)
    {
        foreach (var definition in OperatorDefinitions.All.Single(candidate => candidate.Name == name).Create())
        {
            Client.Create(GroupResource.CustomResourceDefinitions, definition);
        }
    }

    /// <summary>Creates a custom resource.</summary>
    /// <param name="resource">Plural and group, such as <c>clusters.postgresql.cnpg.io</c>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="spec">Its specification as JSON.</param>
    /// <param name="labels">Its labels as JSON.</param>
    public void Create(string resource, string name, string spec, string labels = "{}") =>
        Client.Create(
            Parse(resource),
            new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["name"] = name,
                    ["namespace"] = "default",
                    ["labels"] = JsonNode.Parse(labels),
                },
                ["spec"] = JsonNode.Parse(spec),
            }
        );

    public void CreateSecret(string name, params ReadOnlySpan<(string Key, string Value)> values)
    {
        var data = new JsonObject();
        foreach (var (key, value) in values)
        {
            data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value));
        }

        Client.Create(
            GroupResource.Secrets,
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" },
                ["data"] = data,
            }
        );
    }

    /// <summary>Sets the length of a queue that KEDA reads for a ScaledObject.</summary>
    public void SetQueue(string metric, string scaledObject, int length)
    {
        var setting = MetricSetting.CreateExternal(
            "default",
            metric,
            Quantity.FromWhole(length),
            [KeyValuePair.Create("scaledobject.keda.sh/name", scaledObject)]
        );
        var data = new JsonObject { ["data"] = new JsonObject { [setting.Key] = setting.Text } };
        if (Client.Find(GroupResource.ConfigMaps, MetricSetting.ConfigMapNamespace, MetricSetting.ConfigMapName) is not null)
        {
            Client.Patch(GroupResource.ConfigMaps, MetricSetting.ConfigMapNamespace, MetricSetting.ConfigMapName, data);
            return;
        }

        data["metadata"] = new JsonObject { ["name"] = MetricSetting.ConfigMapName, ["namespace"] = MetricSetting.ConfigMapNamespace };
        Client.Create(GroupResource.ConfigMaps, data);
    }

    public KubeObject? Find(string resource, string name) => Client.Find(Parse(resource), "default", name);

    public KubeObject Get(string resource, string name) => Client.Get(Parse(resource), "default", name);

    public IReadOnlyList<string> Names(string resource, string ownedBy = "") =>
        [
            .. Client
                .List(Parse(resource), "default")
                .Items.Where(item => ownedBy.Length == 0 || item.Controller?.Name == ownedBy)
                .Select(item => item.Name),
        ];

    public string SecretValue(string name, string key) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(Get("secrets", name).Body.Text("data", key)!));

    public bool RunUntil(Func<bool> condition, double seconds = 120) => _cluster.RunUntil(condition, seconds);

    public void Run(double seconds) => _cluster.Run(seconds);

    /// <summary>Runs until a condition of an object is true.</summary>
    public bool RunUntilCondition(string resource, string name, string condition = "Ready") =>
        RunUntil(() => Find(resource, name)?.Status.HasCondition(condition) == true);

    private static GroupResource Parse(string resource) =>
        resource.Split('.', 2) is [var plural, var group] ? new GroupResource(group, plural) : new GroupResource("", resource);
}
