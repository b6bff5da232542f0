using System.Collections.Immutable;
using Infra.Backend.Metadata;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Stores;

/// <summary>The names and labels of a store's objects.</summary>
internal sealed class StoreMetadata(StorePlan store, SystemIdentity system, Output<string> targetNamespace)
{
    /// <summary>A Pulumi resource name, unique within the stack.</summary>
    public string ResourceName(string name) => system.ResourceName(name);

    /// <summary>The Pulumi resource name of an object with data. Where a change of it is refused, the refusal shows the cure.</summary>
    public string DataName(string name) => IsDisposable ? ResourceName(name) : ProtectedName(name);

    /// <summary>The names that the resource of an object with data has had with another <c>data</c>.</summary>
    public List<Input<Alias>> DataAliases(string name) => [new Alias { Name = IsDisposable ? ProtectedName(name) : ResourceName(name) }];

    /// <summary>The ID of an object in Pulumi.</summary>
    public string Identify(string name) => $"{system.Namespace}/{name}";

    /// <summary>The namespace, known once it exists.</summary>
    public Output<string> Namespace => targetNamespace;

    /// <summary>The annotations of an object.</summary>
    public ImmutableSortedDictionary<string, string> Annotations => system.Annotations;

    /// <summary>Whether others make the backups of its data.</summary>
    public bool HasManagedBackups => store.Settings.Backup is { Managed: true };

    /// <summary>The metadata of an object.</summary>
    public ObjectMetaArgs Create(string name) =>
        new ObjectMetaArgs
        {
            Name = name,
            Namespace = targetNamespace,
            Labels = CreateLabels([]),
        }.Annotate(system.Annotations);

    /// <summary>The labels of an object, with some of its own.</summary>
    public Dictionary<string, string> CreateLabels(IEnumerable<KeyValuePair<string, string>> own)
    {
        var labels = ServiceLabels.ForSystem(system);
        labels[StoreNames.Label] = store.Name;
        foreach (var (key, value) in own)
        {
            labels[key] = value;
        }

        return labels;
    }

    private bool IsDisposable => store.Settings.Data == StoreData.Disposable;

    private string ProtectedName(string name) => ResourceName($"{name}-protected-unless-data-is-retained");
}
