using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Checks;

/// <summary>
/// Checks the names and amounts of devices and huge pages, by <c>ValidateResourceRequirements</c> in Kubernetes'
/// <c>pkg/apis/core/validation</c>.
/// </summary>
internal sealed class ExtendedResourceCheck : ISettingsCheck
{
    private const string HugePages = "hugepages-";
    private const string Quota = "requests.";

    public void Check(SettingsReview review)
    {
        foreach (var (name, size) in review.Settings.Sizes)
        {
            Check(review, SettingsPath.Root.Key("sizes").Key(name), size.Extended, size);
        }

        foreach (var service in review.Services())
        {
            Check(review, service.At("resources"), service.Settings.Resources);
            foreach (var (name, container) in service.Settings.Init)
            {
                Check(review, service.At("init", name, "resources"), container.Resources);
            }

            foreach (var (name, container) in service.Settings.Sidecars)
            {
                Check(review, service.At("sidecars", name, "resources"), container.Resources);
            }

            foreach (var (name, version) in service.Settings.Versions)
            {
                Check(review, service.At("versions", name, "resources"), version.Resources ?? new ResourceSettings());
            }
        }
    }

    private static void Check(SettingsReview review, SettingsPath at, ResourceSettings resources)
    {
        if (resources.Extended.Count > 0 && review.Settings.Sizes.ContainsKey(resources.Size ?? ResourceSettings.DefaultSize))
        {
            Check(review, at, resources.Extended, resources.Resolve(review.Settings.Sizes));
        }
    }

    private static void Check(SettingsReview review, SettingsPath at, IReadOnlyDictionary<string, Quantity> extended, SizeSettings size)
    {
        foreach (var (name, amount) in extended)
        {
            var path = at.Key("extended").Key(name);
            if (name.StartsWith(HugePages, StringComparison.Ordinal))
            {
                CheckHugePages(review, path, name, amount, size);
            }
            else if (!IsDevice(name))
            {
                review.Reject(
                    path,
                    $"'{name}' is not the name of a device or of huge pages",
                    "write the driver's name with its domain, such as nvidia.com/gpu, or hugepages-2Mi; cpu and memory belong to 'requests' and 'limits'"
                );
            }
            else if (amount.IsNegative || !amount.IsWhole)
            {
                review.Reject(path, $"{amount} is not a number of devices", "write a whole number");
            }
        }
    }

    private static void CheckHugePages(SettingsReview review, SettingsPath at, string name, Quantity amount, SizeSettings size)
    {
        if (!Quantity.TryParse(name[HugePages.Length..], null, out var page) || page.IsNegative || page.IsZero || !page.IsWhole)
        {
            review.Reject(at, $"'{name}' has no size of a page", "write hugepages-2Mi or hugepages-1Gi");
        }
        else if (amount.IsNegative || !amount.IsWhole || amount.WholeValue % page.WholeValue != 0)
        {
            review.Reject(at, $"{amount} is not a multiple of the page size {page}", $"write a multiple of {page}");
        }
        else if ((size.Requests.Cpu ?? size.Requests.Memory ?? size.Limits.Cpu ?? size.Limits.Memory) is null)
        {
            review.Reject(
                at,
                "Kubernetes allows huge pages only to a container that requests CPU or memory, too",
                "add 'requests: {memory: …}'"
            );
        }
    }

    /// <summary>Names with the domain of the device's driver; those of Kubernetes itself are no devices.</summary>
    private static bool IsDevice(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            && !$"{name[..slash]}.".EndsWith("kubernetes.io.", StringComparison.Ordinal)
            && !name.StartsWith(Quota, StringComparison.Ordinal)
            && KubernetesNames.IsLabelKey(Quota + name);
    }
}
