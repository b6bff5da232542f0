using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Tests.Documentation;

// The sample of docs/manifests.md.
internal sealed class RegionalSettings : ComponentResource
{
    public RegionalSettings(
        string name,
        IReadOnlyDictionary<string, string> currencies,
        Input<string> targetNamespace,
        ComponentResourceOptions options
    )
        : base("shop:settings:RegionalSettings", name, options)
    {
        foreach (var (region, currency) in currencies)
        {
            _ = new ConfigMap(
                $"{name}-{region}",
                new ConfigMapArgs
                {
                    Metadata = new ObjectMetaArgs { Name = $"{name}-{region}", Namespace = targetNamespace },
                    Data = { ["currency"] = currency },
                },
                new CustomResourceOptions { Parent = this }
            );
        }

        RegisterOutputs();
    }
}
