using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the volumes and devices that a container mounts.</summary>
internal static class MountRules
{
    public static void Check(PodScope scope, JsonObject container, string path)
    {
        CheckMounts(scope, container, $"{path}.volumeMounts");
        CheckDevices(scope, container, $"{path}.volumeDevices");
    }

    private static void CheckMounts(PodScope scope, JsonObject container, string path)
    {
        var errors = scope.Errors;
        var devices = container.Objects("volumeDevices").ToList();
        var places = new HashSet<string>();
        foreach (var (index, mount) in container.Objects("volumeMounts").Index())
        {
            var at = $"{path}[{index}]";
            var (name, place) = (mount.Text("name") ?? "", mount.Text("mountPath") ?? "");
            if (name.Length == 0)
            {
                errors.Required($"{at}.name");
            }

            if (!scope.Volumes.TryGetValue(name, out var volume))
            {
                errors.Add(FieldError.NotFound($"{at}.name", name));
            }

            if (place.Length == 0)
            {
                errors.Required($"{at}.mountPath");
            }

            if (!places.Add(place))
            {
                errors.Invalid($"{at}.mountPath", place, "must be unique");
            }

            if (devices.Any(device => (device.Text("name") ?? "") == name))
            {
                errors.Invalid($"{at}.name", name, "must not already exist in volumeDevices");
            }

            if (devices.Any(device => (device.Text("devicePath") ?? "") == place))
            {
                errors.Invalid($"{at}.mountPath", place, "must not already exist as a path in volumeDevices");
            }

            CheckSubPath(mount, at, path, errors);
            CheckPropagation(mount, container, path, errors);
            CheckRecursion(mount, $"{path}.recursiveReadOnly", errors);
        }
    }

    private static void CheckSubPath(JsonObject mount, string at, string path, FieldErrors errors)
    {
        var subPath = mount.Text("subPath") ?? "";
        if (subPath.Length > 0)
        {
            PathRules.CheckDescending(subPath, $"{path}.subPath", errors);
        }

        if (mount.Text("subPathExpr") is not { Length: > 0 } expression)
        {
            return;
        }

        if (subPath.Length > 0)
        {
            errors.Invalid($"{at}.subPathExpr", expression, "subPathExpr and subPath are mutually exclusive");
        }

        PathRules.CheckDescending(expression, $"{path}.subPathExpr", errors);
    }

    private static void CheckPropagation(JsonObject mount, JsonObject container, string path, FieldErrors errors)
    {
        if (mount.Text("mountPropagation") is not { } propagation)
        {
            return;
        }

        if (propagation is not ("Bidirectional" or "HostToContainer" or "None"))
        {
            errors.NotSupported($"{path}.mountPropagation", propagation, "Bidirectional", "HostToContainer", "None");
        }

        if (propagation == "Bidirectional" && !container.Flag("securityContext", "privileged"))
        {
            errors.Forbidden($"{path}.mountPropagation", "Bidirectional mount propagation is available only to privileged containers");
        }
    }

    private static void CheckRecursion(JsonObject mount, string path, FieldErrors errors)
    {
        switch (mount.Text("recursiveReadOnly"))
        {
            case null or "Disabled":
                break;
            case "Enabled" or "IfPossible":
                if (!mount.Flag("readOnly"))
                {
                    errors.Forbidden(path, "may only be specified when readOnly is true");
                }

                if (mount.Text("mountPropagation") is { } propagation and not "None")
                {
                    errors.Forbidden(path, "may only be specified when mountPropagation is None or not specified");
                }

                break;
            case { } other:
                errors.NotSupported(path, other, "Disabled", "Enabled", "IfPossible");
                break;
        }
    }

    private static void CheckDevices(PodScope scope, JsonObject container, string path)
    {
        var errors = scope.Errors;
        var mounts = container.Objects("volumeMounts").ToList();
        var (names, places) = (new HashSet<string>(), new HashSet<string>());
        foreach (var (index, device) in container.Objects("volumeDevices").Index())
        {
            var at = $"{path}[{index}]";
            var (name, place) = (device.Text("name") ?? "", device.Text("devicePath") ?? "");
            if (name.Length == 0)
            {
                errors.Required($"{at}.name");
            }
            else if (!names.Add(name))
            {
                errors.Invalid($"{at}.name", name, "must be unique");
            }

            if (!scope.Volumes.TryGetValue(name, out var volume))
            {
                errors.Add(FieldError.NotFound($"{at}.name", name));
            }
            else if (!volume.ContainsKey("persistentVolumeClaim") && !volume.ContainsKey("ephemeral"))
            {
                errors.Invalid($"{at}.name", name, "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
            }

            CheckDevicePath(place, places, $"{at}.devicePath", errors);
            if (mounts.Any(mount => (mount.Text("name") ?? "") == name))
            {
                errors.Invalid($"{at}.name", name, "must not already exist in volumeMounts");
            }

            if (mounts.Any(mount => (mount.Text("mountPath") ?? "") == place))
            {
                errors.Invalid($"{at}.devicePath", place, "must not already exist as a path in volumeMounts");
            }
        }
    }

    private static void CheckDevicePath(string place, HashSet<string> places, string path, FieldErrors errors)
    {
        if (place.Length == 0)
        {
            errors.Required(path);
        }

        if (places.Contains(place))
        {
            errors.Invalid(path, place, "must be unique");
        }

        if (PathRules.HasBacksteps(place))
        {
            errors.Invalid(path, place, "can not contain backsteps ('..')");
        }
        else
        {
            places.Add(place);
        }
    }
}
