using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Previews;

/// <summary>
/// What a preview has planned so far, as far as the acceptance of later objects depends on it: a dry run does not store anything, so the
/// server judges later objects without it. Thread-safe.
/// </summary>
internal sealed class PlannedChanges
{
    /// <summary>Kinds whose objects decide whether admission accepts others.</summary>
    private static readonly HashSet<(string Group, string Kind)> AdmissionKinds = new[]
    {
        ("", "LimitRange"),
        ("", "Namespace"),
        ("", "ResourceQuota"),
        ("", "ServiceAccount"),
        ("admissionregistration.k8s.io", "MutatingAdmissionPolicy"),
        ("admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding"),
        ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"),
        ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy"),
        ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"),
        ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"),
        ("node.k8s.io", "RuntimeClass"),
        ("scheduling.k8s.io", "PriorityClass"),
        ("storage.k8s.io", "StorageClass"),
    }.ToHashSet();

    private readonly ConcurrentDictionary<string, bool> _namespaces = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _admission = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Group, string Kind), JsonObject> _definitions = new();

    /// <summary>Records the manifest of a planned creation or update.</summary>
    public void Record(JsonObject manifest)
    {
        var type = manifest.Type();
        if (AdmissionKinds.Contains((type.Group, type.Kind)))
        {
            // Objects without a namespace decide about all namespaces, a Namespace about its own.
            _admission[type.Kind == "Namespace" ? manifest.Name() : manifest.Namespace()] = true;
        }

        if (type is { Group: "", Kind: "Namespace" })
        {
            _namespaces[manifest.Name()] = true;
        }
        else if (BuiltInTypes.IsCustomResourceDefinition(type))
        {
            _definitions[(manifest.Text("spec", "group") ?? "", manifest.Text("spec", "names", "kind") ?? "")] = manifest;
        }
    }

    /// <summary>True if a namespace was planned.</summary>
    public bool IncludesNamespace(string name) => _namespaces.ContainsKey(name);

    /// <summary>True if something was planned that may let admission decide otherwise about objects in a namespace.</summary>
    public bool MayChangeAdmission(string @namespace) => _admission.ContainsKey(@namespace) || _admission.ContainsKey("");

    /// <summary>Finds the planned definition of a kind, or null.</summary>
    public JsonObject? FindDefinition(GroupVersionKind type) => _definitions.GetValueOrDefault((type.Group, type.Kind));
}
