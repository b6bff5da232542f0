using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.ExternalSecrets;

/// <summary>
/// An <c>ExternalSecret</c>: a Secret with a drawn value for each key of <c>data</c> and of the template. What <c>dataFrom</c> finds is
/// not known; the annotation <c>fake/keys</c> names its keys.
/// </summary>
internal sealed class ExternalSecret(StandInContext context) : StandIn
{
    private const string KeysAnnotation = "fake/keys";

    public override GroupResource Resource => new("external-secrets.io", "externalsecrets");

    public override TimeSpan? Reconcile(PlainObject item)
    {
        var spec = item.Source.Spec;
        var name = spec.Text("target", "name") is { Length: > 0 } given ? given : item.Name;
        var keys = GetKeys(item);
        var missing = keys.Where(key => context.Objects.FindSecretValue(item.Namespace, name, key) is null).ToList();
        if (missing.Count > 0 || context.Client.Find(GroupResource.Secrets, item.Namespace, name) is null)
        {
            var labels = new Dictionary<string, string> { ["reconcile.external-secrets.io/managed"] = "true" };
            var values = keys.ToDictionary(
                key => key,
                key => context.Objects.FindSecretValue(item.Namespace, name, key) ?? context.Objects.DrawPassword()
            );
            context.Objects.Apply(
                item,
                GroupResource.Secrets,
                name,
                OwnedObjects.Secret(labels, values, spec.Text("target", "template", "type") ?? "Opaque")
            );
        }

        context.Write(
            item,
            new JsonObject
            {
                ["refreshTime"] = item.Source.Status.Text("refreshTime") ?? Timestamps.Format(context.Now),
                ["syncedResourceVersion"] = $"{item.Source.Generation}",
                ["binding"] = new JsonObject { ["name"] = name },
            },
            new Condition("Ready", "True", "SecretSynced", "secret synced")
        );
        return null;
    }

    /// <summary>A template replaces the keys of the data, unless it merges.</summary>
    private static List<string> GetKeys(PlainObject item)
    {
        var target = item.Source.Spec.Map("target", "template");
        var data = item
            .Source.Spec.Objects("data")
            .Select(entry => entry.Text("secretKey") ?? "")
            .Concat(
                item.Annotations.GetValueOrDefault(KeysAnnotation, "")
                    .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            );
        var templated = target.Map("data")?.Select(entry => entry.Key).ToList() ?? [];
        return [.. (templated.Count > 0 && target.Text("mergePolicy") != "Merge" ? templated : data.Concat(templated)).Distinct()];
    }
}
