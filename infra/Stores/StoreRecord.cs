using System.Globalization;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Stores;

/// <summary>
/// A ConfigMap with what a store's data depends on. A change of it would replace it, and it is protected, so Pulumi refuses the change
/// before the store itself changes. It also refuses to delete it, and with it the store. The size is not recorded: volumes may grow, and
/// none can shrink.
/// </summary>
internal static class StoreRecord
{
    public static ConfigMap Create(StorePlan store, StoreMetadata metadata, ProviderResource provider)
    {
        var name = StoreNames.Record(store.Name);
        var isProtected = store.Settings.Data == StoreData.Protected;
        var options = new CustomResourceOptions
        {
            Provider = provider,
            Protect = isProtected,
            DeleteBeforeReplace = true,
            Aliases = metadata.DataAliases(name),
        };
        if (isProtected)
        {
            options.ReplaceOnChanges.Add("data");
        }

        return new ConfigMap(
            metadata.DataName(name),
            new ConfigMapArgs { Metadata = metadata.Create(name), Data = Describe(store) },
            options
        );
    }

    private static Dictionary<string, string> Describe(StorePlan store)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["kind"] = ScalarType.EnumName(store.Kind.ToString()),
            ["form"] = ScalarType.EnumName(store.Form.ToString()),
        };
        if (store.Image is { } image)
        {
            data["major"] = image.Major.ToString(CultureInfo.InvariantCulture);
        }

        return data;
    }
}
