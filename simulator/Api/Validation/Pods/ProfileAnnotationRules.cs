using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the annotations that set seccomp and AppArmor profiles, and their agreement with the fields.</summary>
internal static class ProfileAnnotationRules
{
    public const string AppArmorPrefix = "container.apparmor.security.beta.kubernetes.io/";

    private const string SeccompPod = "seccomp.security.alpha.kubernetes.io/pod";
    private const string SeccompPrefix = "container.seccomp.security.alpha.kubernetes.io/";
    private const string LocalPrefix = "localhost/";

    private static readonly string[] _seccompNames = ["runtime/default", "docker/default", "unconfined"];

    public static void Check(JsonObject annotations, JsonObject spec, string path, FieldErrors errors)
    {
        if (annotations.Text(SeccompPod) is { } profile)
        {
            CheckSeccomp(profile, $"{path}.{SeccompPod}", errors);
        }

        foreach (var (key, value) in annotations.Where(entry => entry.Key.StartsWith(SeccompPrefix, StringComparison.Ordinal)))
        {
            CheckSeccomp(value?.ToString() ?? "", $"{path}.{key}", errors);
        }

        foreach (var (key, value) in annotations.Where(entry => entry.Key.StartsWith(AppArmorPrefix, StringComparison.Ordinal)))
        {
            var container = key[AppArmorPrefix.Length..];
            if (!PodScope.ContainerLists.SelectMany(list => spec.Objects(list)).Any(item => item.Text("name") == container))
            {
                errors.Invalid($"{path}[{key}]", container, "container not found");
            }

            var name = value?.ToString() ?? "";
            if (name is not ("" or "runtime/default" or "unconfined") && !name.StartsWith(LocalPrefix, StringComparison.Ordinal))
            {
                errors.Invalid($"{path}[{key}]", name, $"invalid AppArmor profile name: \"{name}\"");
            }
        }
    }

    /// <summary>Checks that profiles in annotations and fields are the same.</summary>
    public static void CheckAgreement(JsonObject? annotations, JsonObject spec, string path, FieldErrors errors)
    {
        if (annotations is null or { Count: 0 })
        {
            return;
        }

        Compare(annotations.Text(SeccompPod), spec.Map("securityContext", "seccompProfile"), "seccomp", $"{path}.securityContext", errors);
        var containers = new PodScope(spec, path, null, errors).VisitContainers().ToList();
        foreach (var (container, at) in containers)
        {
            var annotation = annotations.Text(SeccompPrefix + container.Text("name"));
            Compare(annotation, container.Map("securityContext", "seccompProfile"), "seccomp", $"{at}.securityContext", errors);
        }

        if (spec.Text("os", "name") == "windows")
        {
            return;
        }

        foreach (var (container, at) in containers)
        {
            var profile = container.Map("securityContext", "appArmorProfile") ?? spec.Map("securityContext", "appArmorProfile");
            Compare(annotations.Text(AppArmorPrefix + container.Text("name")), profile, "apparmor", $"{at}.securityContext", errors);
        }
    }

    private static void Compare(string? annotation, JsonObject? field, string word, string path, FieldErrors errors)
    {
        if (annotation is null || field is null)
        {
            return;
        }

        var at = word == "seccomp" ? $"{path}.seccompProfile" : $"{path}.appArmorProfile";
        var agrees = field.Text("type") switch
        {
            "Unconfined" => annotation == "unconfined",
            "RuntimeDefault" => annotation == "runtime/default" || (word == "seccomp" && annotation == "docker/default"),
            "Localhost" => annotation.StartsWith(LocalPrefix, StringComparison.Ordinal),
            _ => true,
        };
        if (!agrees)
        {
            errors.Forbidden($"{at}.type", $"{word} type in annotation and field must match");
        }
        else if (field.Text("type") == "Localhost" && annotation[LocalPrefix.Length..] != field.Text("localhostProfile"))
        {
            errors.Forbidden($"{at}.localhostProfile", $"{word} profile in annotation and field must match");
        }
    }

    private static void CheckSeccomp(string profile, string path, FieldErrors errors)
    {
        if (_seccompNames.Contains(profile))
        {
            return;
        }

        if (profile.StartsWith(LocalPrefix, StringComparison.Ordinal))
        {
            PathRules.CheckDescending(profile[LocalPrefix.Length..], path, errors);
        }
        else
        {
            errors.Invalid(path, profile, "must be a valid seccomp profile");
        }
    }
}
