using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes.Schema;

namespace Infra.Backend.Checks;

/// <summary>Checks that patches change objects that the service has, and fields that these objects have in Kubernetes' schema.</summary>
internal sealed class PatchCheck : IPlanCheck
{
    public void Check(ImmutableArray<ClusterPlan> plans, WrittenSettings written, SettingsErrors errors)
    {
        // A service has the same patches in all clusters.
        var services = plans
            .SelectMany(plan => plan.Settings.Services.Select(service => (plan, service)))
            .DistinctBy(found => found.service.Key);
        foreach (var (plan, (name, service)) in services.Where(found => !found.service.Value.Patches.IsEmpty))
        {
            PlannedObject[] objects = [.. plan.Services.Where(service => service.Family == name).SelectMany(PlannedObject.List)];
            var path = SettingsPath.Root.Key("services").Key(name).Key("patches");
            for (var i = 0; i < service.Patches.Length; i++)
            {
                new PatchReview(objects, path.Item(i), written, errors).Check(service.Patches[i]);
            }
        }
    }

    /// <summary>Checks one patch.</summary>
    private sealed class PatchReview(PlannedObject[] objects, SettingsPath path, WrittenSettings written, SettingsErrors errors)
    {
        public void Check(PatchSettings patch)
        {
            if (FindType(patch) is not { } type)
            {
                return;
            }

            if (patch.Merge is null == patch.Json.IsEmpty)
            {
                Reject(
                    path,
                    patch.Merge is null ? "it says no change" : "it has both 'merge' and 'json'",
                    "write 'merge: {spec: …}' for a strategic merge patch, or 'json: [{op: replace, path: /spec/…, value: …}]'; two patches for both"
                );
            }
            else if (patch.Merge is { } merge)
            {
                CheckMerge(type, merge);
            }
            else
            {
                new JsonPatchReview(patch.Kind, type, Reject).Check(patch.Json, path.Key("json"));
            }
        }

        private ObjectType? FindType(PatchSettings patch)
        {
            string[] kinds = [.. objects.Select(item => item.Kind).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            if (!kinds.Contains(patch.Kind, StringComparer.Ordinal))
            {
                Reject(path.Key("kind"), $"the service has no object of the kind '{patch.Kind}'", $"it has: {string.Join(", ", kinds)}");
                return null;
            }

            string[] names = [.. objects.Where(item => item.Kind == patch.Kind).Select(item => item.Name)];
            if (patch.Name is { } name && !names.Contains(name, StringComparer.Ordinal))
            {
                Reject(path.Key("name"), $"the service has no {patch.Kind} '{name}'", Suggestion.For(name, names));
                return null;
            }

            return SchemaKinds.FindPreferred(patch.Kind);
        }

        private void CheckMerge(ObjectType type, Structure merge)
        {
            var at = path.Key("merge");
            if (merge.Node is not MappingNode)
            {
                Reject(at, "a mapping is expected here", "write it as 'merge: {spec: …}'");
                return;
            }

            foreach (var violation in ObjectValidator.Validate(type, merge.ToJson(), ValidatedForm.StrategicMergePatch))
            {
                Reject(
                    violation.Path.Aggregate(at, (place, segment) => place.Append(segment)),
                    violation.Problem,
                    Violations.GetCure(violation)
                );
            }

            foreach (var field in ProtectedFields.In(merge.ToJson()))
            {
                Reject(field.Aggregate(at, (place, key) => place.Key(key)), ProtectedFields.Problem(field), ProtectedFields.Cure);
            }

            if (merge.Node is MappingNode { Entries.Count: 0 })
            {
                errors.Warn(written.Locate(at), at, "it changes nothing", "remove it");
            }

            foreach (var secret in NodeJson.FindSecrets(merge.Node))
            {
                errors.Add(secret.Location, at, "an encrypted value would be shown in plain text here", "keep it in 'env' or 'files'");
            }
        }

        private void Reject(SettingsPath at, string problem, string cure) => errors.Add(written.Locate(at), at, problem, cure);
    }
}
