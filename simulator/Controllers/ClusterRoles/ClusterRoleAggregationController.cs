using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.ClusterRoles;

/// <summary>Gives ClusterRoles with an aggregation rule the rules of the ClusterRoles that it selects.</summary>
internal sealed class ClusterRoleAggregationController
{
    private static readonly GroupResource _clusterRoles = new("rbac.authorization.k8s.io", "clusterroles");

    private readonly IClusterClient _client;
    private readonly ResourceCache<PlainObject> _roles;

    public ClusterRoleAggregationController(ControllerContext context)
    {
        _client = context.GetClient("clusterrole-aggregation-controller");
        _roles = context.Plain(_clusterRoles);
        var queue = context.Queue<string>("clusterrole-aggregation-controller", Reconcile);
        _roles.OnChange(_ => AddAggregated(queue));
    }

    private void AddAggregated(WorkQueue<string> queue)
    {
        foreach (var role in _roles.All.Where(role => role.Source.Body.ContainsKey("aggregationRule")))
        {
            queue.Add(role.Name);
        }
    }

    private void Reconcile(string name)
    {
        if (_roles.Find(new ObjectKey("", name)) is not { } role || role.Source.Body.Map("aggregationRule") is not { } aggregation)
        {
            return;
        }

        var rules = new List<JsonNode>();
        foreach (var selector in aggregation.Objects("clusterRoleSelectors").Select(LabelSelector.FromJson).OfType<LabelSelector>())
        {
            var selected = _roles
                .All.Where(one => one.Name != name && selector.Matches(one.Source.Labels))
                .OrderBy(one => one.Name, StringComparer.Ordinal);
            foreach (var rule in selected.SelectMany(one => one.Source.Body.Objects("rules")))
            {
                if (!rules.Exists(known => JsonNode.DeepEquals(known, rule)))
                {
                    rules.Add(rule.DeepClone());
                }
            }
        }

        var merged = new JsonArray([.. rules]);
        if (!JsonNode.DeepEquals(merged, role.Source.Body.Array("rules") ?? []))
        {
            _client.Patch(_clusterRoles, "", name, new JsonObject { ["rules"] = merged });
        }
    }
}
