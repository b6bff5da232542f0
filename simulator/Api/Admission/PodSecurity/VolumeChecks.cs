using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission.PodSecurity;

/// <summary>The checks of volumes.</summary>
internal static class VolumeChecks
{
    private static readonly string[] _allowed =
    [
        "configMap",
        "csi",
        "downwardAPI",
        "emptyDir",
        "ephemeral",
        "image",
        "persistentVolumeClaim",
        "projected",
        "secret",
    ];

    public static Violation? CheckHostPaths(CheckedPod pod)
    {
        var names = pod
            .Spec.Objects("volumes")
            .Where(volume => volume.ContainsKey("hostPath"))
            .Select(volume => volume.Text("name") ?? "")
            .ToList();
        return names.Count == 0 ? null : new Violation("hostPath volumes", $"{Word(names)} {CheckedPod.Quote(names)}");
    }

    public static Violation? CheckTypes(CheckedPod pod)
    {
        var offenders = pod.Spec.Objects("volumes").Where(volume => !Array.Exists(_allowed, volume.ContainsKey)).ToList();
        if (offenders.Count == 0)
        {
            return null;
        }

        var names = offenders.Select(volume => volume.Text("name") ?? "").ToList();
        var types = offenders
            .Select(volume => volume.Select(entry => entry.Key).FirstOrDefault(key => key != "name") ?? "unknown")
            .Distinct()
            .ToList();
        return new Violation(
            "restricted volume types",
            $"{Word(names)} {CheckedPod.Quote(names)} {(names.Count == 1 ? "uses" : "use")} restricted volume "
                + $"{(types.Count == 1 ? "type" : "types")} {CheckedPod.QuoteSorted(types)}"
        );
    }

    private static string Word(List<string> names) => names.Count == 1 ? "volume" : "volumes";
}
