using Infra.Backend.Metadata;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Stores;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Stores;

/// <summary>The names and labels of a store's objects.</summary>
internal sealed class StoreMetadata(StorePlan store, SystemIdentity system, Output<string> targetNamespace)
{
    /// <summary>A Pulumi resource name, unique within the stack.</summary>
    public string ResourceName(string name) => system.ResourceName(name);

    /// <summary>The Pulumi resource name of an object that may be protected. The refusal of a change shows it.</summary>
    public string ProtectedName(string name) => ResourceName($"{name}-protected-unless-data-is-retained");

    /// <summary>The metadata of an object.</summary>
    public ObjectMetaArgs Create(string name)
    {
        var labels = ServiceLabels.ForSystem(system);
        labels["infra/store"] = store.Name;
        return new ObjectMetaArgs
        {
            Name = name,
            Namespace = targetNamespace,
            Labels = labels,
        }.Annotate(system.Annotations);
    }
}
