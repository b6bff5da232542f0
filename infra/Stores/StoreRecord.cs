using System.Globalization;
using Infra.Backend.Metadata;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Stores;

/// <summary>
/// A ConfigMap with what a store's data depends on. A change of it would replace it, and it is protected, so Pulumi refuses the change
/// before the store itself changes. It also refuses to delete it, and with it the store. Annotations say what else the data depends on:
/// records of earlier versions may get them, and our engine compares them. The size is not recorded: our engine compares it where it is.
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
            new ConfigMapArgs { Metadata = metadata.Create(name).Annotate(DescribeFurther(store)), Data = Describe(store) },
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

    private static IEnumerable<KeyValuePair<string, string>> DescribeFurther(StorePlan store)
    {
        yield return KeyValuePair.Create("infra/data", ScalarType.EnumName(store.Settings.Data.ToString()));
        if (store.Administrator.Database is { } database)
        {
            yield return KeyValuePair.Create(StoreNames.DatabaseAnnotation, database);
        }

        if (store.Image is { } image)
        {
            // A server opens the data of an earlier release in its volume, and not that of a later one.
            yield return KeyValuePair.Create("infra/release", image.GetRelease(store.Kind));
        }

        if (store.Copies is { } copies)
        {
            yield return KeyValuePair.Create("infra/copies", copies.ToString(CultureInfo.InvariantCulture));
        }
    }
}
