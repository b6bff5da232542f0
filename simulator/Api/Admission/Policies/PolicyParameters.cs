using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Admission.Policies;

/// <summary>A policy or binding is configured wrongly; its failure policy decides what this means.</summary>
internal sealed class PolicyConfigurationException(string message) : Exception(message);

/// <summary>Finds the parameters that a binding gives its policy.</summary>
internal sealed class PolicyParameters(ObjectStore store, ResourceCatalog catalog)
{
    /// <returns>The parameters; one null if the policy has none, and an empty list if the policy does not apply.</returns>
    /// <exception cref="PolicyConfigurationException">The parameters are not to be found.</exception>
    public IReadOnlyList<JsonObject?> Find(JsonObject policySpec, JsonObject bindingSpec, PolicyRequest request)
    {
        if (policySpec.Map("paramKind") is not { } paramKind || bindingSpec.Map("paramRef") is not { } reference)
        {
            return [null];
        }

        var (apiVersion, kindName) = (paramKind.Text("apiVersion") ?? "", paramKind.Text("kind") ?? "");
        var kind = catalog.FindByKind(apiVersion, kindName)
            ?? throw new PolicyConfigurationException(
                $"failed to find resource referenced by paramKind: '{apiVersion.Replace("/", "/", StringComparison.Ordinal)}, Kind={kindName}'"
            );
        var inNamespace = GetNamespace(kind, reference, request);
        var found = reference.Text("name") is { Length: > 0 } name
            ? store.Find(kind.StoredAs, inNamespace, name) is { } one
                ? [one]
                : []
            : Select(kind, inNamespace, reference);
        if (found.Count == 0 && reference.Text("parameterNotFoundAction") is null or "Deny")
        {
            throw new PolicyConfigurationException("no params found for policy binding with `Deny` parameterNotFoundAction");
        }

        return [.. found.Select(item => item.Body)];
    }

    private static string GetNamespace(ResourceKind kind, JsonObject reference, PolicyRequest request)
    {
        var given = reference.Text("namespace") ?? "";
        if (!kind.Namespaced)
        {
            return given.Length == 0
                ? ""
                : throw new PolicyConfigurationException("paramRef.namespace must not be provided for a cluster-scoped `paramKind`");
        }

        var result = given.Length > 0 ? given : request.Namespace;
        return result.Length > 0
            ? result
            : throw new PolicyConfigurationException(
                "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources"
            );
    }

    private List<KubeObject> Select(ResourceKind kind, string inNamespace, JsonObject reference)
    {
        var selector = LabelSelector.FromJson(reference.Map("selector")) ?? LabelSelector.Everything;
        var items = store.List(kind.StoredAs, kind.Namespaced ? inNamespace : null).Items;
        return [.. items.Where(item => selector.Matches(item.Labels))];
    }
}
