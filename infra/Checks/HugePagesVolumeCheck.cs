using Infra.Backend.Settings;

namespace Infra.Backend.Checks;

/// <summary>
/// Checks that the containers of a pod with a volume on huge pages request pages of one size, which is then the volume's
/// (https://kubernetes.io/docs/tasks/manage-hugepages/scheduling-hugepages/).
/// </summary>
internal sealed class HugePagesVolumeCheck : ISettingsCheck
{
    private const string Prefix = "hugepages-";

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            string[] pages = [.. FindPages(service)];
            foreach (var (name, _) in service.Settings.Volumes.Where(volume => volume.Value.Kind == VolumeKind.HugePages))
            {
                if (pages.Length != 1)
                {
                    service.Reject(
                        service.At("volumes", name, "kind"),
                        pages.Length == 0
                            ? "no container of the service requests huge pages"
                            : $"the containers request huge pages of several sizes ({string.Join(", ", pages)})",
                        "write one size, such as 'resources: {extended: {hugepages-2Mi: 64Mi}}'",
                        service.At("volumes", name),
                        service.At("resources"),
                        service.At("sidecars"),
                        service.At("init")
                    );
                }
            }
        }
    }

    private static IEnumerable<string> FindPages(ServiceUnderReview service)
    {
        var (settings, sizes) = (service.Settings, service.Review.Settings.Sizes);
        return settings
            .Init.Concat(settings.Sidecars)
            .Select(container => container.Value.Resources)
            .Prepend(settings.Resources)
            .Where(resources => sizes.ContainsKey(resources.Size ?? ResourceSettings.DefaultSize))
            .SelectMany(resources => resources.Resolve(sizes).Extended.Keys)
            .Where(resource => resource.StartsWith(Prefix, StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
    }
}
