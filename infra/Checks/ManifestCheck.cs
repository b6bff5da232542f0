using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Manifests;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;
using Infra.Kubernetes.Schema;

namespace Infra.Backend.Checks;

/// <summary>
/// Checks the objects of manifests and add-ons: their kinds and fields against Kubernetes' schema, their names, namespaces and what does
/// not belong in a file that is deployed.
/// </summary>
internal sealed class ManifestCheck : IPlanCheck
{
    private const string HelmHook = "helm.sh/hook";

    private static readonly ManifestKinds BuiltInKinds = new([]);

    /// <summary>What the cluster writes; a request with it is refused, or meant for another object.</summary>
    private static readonly string[] WrittenByCluster = ["resourceVersion", "uid", "generation", "managedFields", "selfLink"];

    public void Check(ImmutableArray<ClusterPlan> plans, WrittenSettings written, SettingsErrors errors)
    {
        var reviewed = new HashSet<ManifestObject>(ReferenceEqualityComparer.Instance);
        foreach (var plan in plans.Where(plan => !plan.Manifests.IsEmpty || !plan.Settings.ManifestObjects.IsEmpty || !plan.Addons.IsEmpty))
        {
            var kinds = ManifestKinds.Of(plan.Target, plan.Settings);
            var addons = plan.Target.Settings.Addons.All.SelectMany(addon => addon.Settings.Objects);
            foreach (var item in plan.Settings.ManifestObjects.Concat(addons))
            {
                var review = new ManifestReview(item, errors);
                if (reviewed.Add(item))
                {
                    review.CheckMetadata();
                    review.CheckKind();
                }

                review.CheckDefinition(kinds, plan.Target);
            }

            CheckDuplicates(plan, errors);
        }
    }

    private static void CheckDuplicates(ClusterPlan plan, SettingsErrors errors)
    {
        var services = PlannedObject.List(plan).ToLookup(item => (item.Kind, item.Name));
        var known = new Dictionary<(string Group, string Kind, string? Namespace, string Name), PlannedManifest>();
        foreach (var manifest in plan.Addons.Concat(plan.Manifests).Where(manifest => manifest.Source.Name is not null))
        {
            var item = manifest.Source;
            var key = (item.Group, item.Kind, manifest.Namespace, item.Name!);
            if (!known.TryAdd(key, manifest))
            {
                Reject(
                    errors,
                    item,
                    ["metadata", "name"],
                    $"{known[key].Source.Location} defines it, too",
                    "rename or remove one of the two"
                );
            }
            else if (
                manifest.IsInStackNamespace
                && ManifestKinds.IsBuiltIn(item.ApiVersion, item.Kind)
                && services[(item.Kind, item.Name!)].FirstOrDefault() is { } planned
            )
            {
                Reject(
                    errors,
                    item,
                    ["metadata", "name"],
                    planned.Owner is { } owner
                        ? $"the service '{owner}' has an object of this name"
                        : "the stack's namespace has an object of this name",
                    "rename it, or write 'patches' to change the object of the service"
                );
            }
            else if (item is { Kind: "Namespace", Group: "" } && item.Name == plan.System.Namespace)
            {
                Reject(errors, item, ["metadata", "name"], "the stack creates this namespace itself", "remove it");
            }
        }
    }

    private static void Reject(SettingsErrors errors, ManifestObject item, string[] field, string problem, string cure) =>
        errors.Add(item.Locate(field), SettingsPath.Root, $"{item.Title}: {problem}", cure);

    /// <summary>Checks one object.</summary>
    private sealed class ManifestReview(ManifestObject item, SettingsErrors errors)
    {
        public void CheckMetadata()
        {
            if (item.FindText("metadata", "generateName") is not null)
            {
                Reject(["metadata", "generateName"], "its name would change with every deployment", "write 'metadata: {name: …}' instead");
            }
            else if (item.Name is not { Length: > 0 })
            {
                Reject(["metadata"], "'metadata.name' is missing", "write 'metadata: {name: …}'");
            }

            foreach (
                var field in WrittenByCluster.Where(field =>
                    item.FindText("metadata", field) is not null || item.Find("metadata", field) is SequenceNode
                )
            )
            {
                Reject(["metadata", field], $"the cluster writes 'metadata.{field}'", "remove it");
            }

            if (item.FindText("metadata", "annotations", HelmHook) is { } hook)
            {
                Warn(
                    ["metadata", "annotations", HelmHook],
                    $"it is a hook of Helm ('{hook}') and is deployed like every other object",
                    "write a service of the kind 'job', with 'after' at those that wait for it, or run 'helm template' with --no-hooks"
                );
            }

            if (
                item is { Kind: "Secret", Group: "" }
                && (item.Find("data") ?? item.Find("stringData")) is MappingNode { Entries.Count: > 0 }
            )
            {
                Warn(
                    ["kind"],
                    "everyone who can read the project can read its values; in the state of the stack they are encrypted",
                    "write 'env' or 'files' with encrypted values, or an object that reads the secret from elsewhere"
                );
            }

            if (item.Find("status") is MappingNode { Entries.Count: > 0 } && item.Kind != ManifestKinds.Definition)
            {
                Warn(["status"], "the cluster writes 'status', and it is not deployed", "remove it");
            }
        }

        public void CheckKind()
        {
            if (ManifestKinds.IsBuiltIn(item.ApiVersion, item.Kind))
            {
                CheckFields();
            }
            else if (ManifestKinds.IsBuiltInGroup(item.Group))
            {
                string[] versions = [.. ManifestKinds.FindVersions(item.Kind)];
                Reject(
                    [versions.Length > 0 ? "apiVersion" : "kind"],
                    $"Kubernetes {SchemaFile.Instance.Version} has no {item.Kind} in {item.ApiVersion}",
                    versions.Length > 0
                        ? $"write 'apiVersion: {string.Join(" or ", versions)}'; its fields may differ"
                        : Suggestion.For(item.Kind, [.. ManifestKinds.FindKinds(item.ApiVersion)])
                );
            }
        }

        /// <summary>Checks a custom kind against the definitions on a cluster, which has add-ons of its own.</summary>
        public void CheckDefinition(ManifestKinds kinds, TargetCluster cluster)
        {
            if (ManifestKinds.IsBuiltInGroup(item.Group))
            {
                return;
            }

            var place = cluster.Key is { } key ? $" on the cluster '{key}'" : "";
            if (kinds.GetScope(item) == ManifestScope.Unknown)
            {
                Reject(
                    ["kind"],
                    $"whether it is in a namespace is unknown without the definition of its kind{place}",
                    "add its CustomResourceDefinition to the manifests, or write 'metadata: {namespace: \"\"}' for an object of the cluster, or its namespace"
                );
            }
            else if (kinds.FindDefinition(item) is { } definition && !HasVersion(definition))
            {
                Reject(
                    ["apiVersion"],
                    $"{definition.Title} of {definition.Location} does not define this version{place}",
                    "write one of its versions"
                );
            }
        }

        private void CheckFields()
        {
            foreach (
                var violation in ObjectValidator.Validate(
                    ObjectType.Find(item.ApiVersion, item.Kind)!,
                    NodeJson.Convert(item.Node),
                    ValidatedForm.Complete
                )
            )
            {
                errors.Add(
                    item.Locate(violation.Path),
                    violation.Path.Aggregate(SettingsPath.Root, (path, segment) => path.Append(segment)),
                    $"{violation.Problem} ({item.Title})",
                    Violations.GetCure(violation)
                );
            }

            if (item.Namespace is { Length: > 0 } && BuiltInKinds.GetScope(item) == ManifestScope.Cluster)
            {
                Warn(["metadata", "namespace"], "objects of this kind are in no namespace", "remove 'metadata.namespace'");
            }
        }

        private bool HasVersion(ManifestObject definition) =>
            definition.Find("spec", "versions") is not SequenceNode versions
            || versions
                .Items.OfType<MappingNode>()
                .Any(version => version["name"] is ScalarNode name && $"{item.Group}/{name.Text}" == item.ApiVersion);

        private void Reject(string[] field, string problem, string cure) => ManifestCheck.Reject(errors, item, field, problem, cure);

        private void Warn(string[] field, string problem, string cure) =>
            errors.Warn(item.Locate(field), SettingsPath.Root, $"{item.Title}: {problem}", cure);
    }
}
