using System.Globalization;
using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Kubernetes;
using Infra.Protocol.Values;

namespace Infra.Engine.Operations.Rollback;

/// <summary>
/// Finds the nodes of K3s that a former state would take back to an earlier minor version, or past one. The program checks that in an
/// update; a former state is deployed without it. Kubernetes cannot read what a later minor version has stored.
/// </summary>
internal static class K3sDowngrades
{
    private const string Container = "docker:index/container:Container";
    private const string Image = "k3s";

    /// <summary>Describes each of these nodes.</summary>
    /// <param name="current">The state of the stack.</param>
    /// <param name="goal">The former state.</param>
    public static IEnumerable<string> Find(Snapshot current, Snapshot goal)
    {
        var running = current.Resources.Where(resource => !resource.Delete).ToDictionary(resource => resource.Urn);
        foreach (var resource in goal.Resources.Where(resource => !resource.Delete))
        {
            if (
                FindVersion(resource) is { } former
                && FindVersion(running.GetValueOrDefault(resource.Urn)) is { } now
                && (former.Minor < now.Minor || former.Minor > now.Minor + 1)
            )
            {
                yield return $"{resource.Urn}: it runs K3s {now.Tag}, and {former.Tag} "
                    + (
                        former.Minor < now.Minor
                            ? "is an earlier minor version: K3s cannot go back; restore a snapshot of etcd in a new cluster instead"
                            : "skips a minor version"
                    );
            }
        }
    }

    private static (string Tag, int Minor)? FindVersion(ResourceState? resource) =>
        resource?.Type == Container
        && resource.Inputs.Find("image") is PropertyString { Value: var text }
        && ImageReference.TryParse(text, out var image)
        && image.Repository.Split('/')[^1] == Image
        && image.Tag is { } tag
        && tag.Split('.') is [_, var minor, ..]
        && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (tag, number)
            : null;
}
