using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.Decoding;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the annotations that have a meaning for pods.</summary>
internal static class PodAnnotationRules
{
    private const string Mirror = "kubernetes.io/config.mirror";
    private const string DeletionCost = "controller.kubernetes.io/pod-deletion-cost";
    private const string Tolerations = "scheduler.alpha.kubernetes.io/tolerations";

    public static void Check(JsonObject? annotations, JsonObject spec, string path, FieldErrors errors)
    {
        if (annotations is null or { Count: 0 })
        {
            return;
        }

        if (annotations.Text(Mirror) is { } mirror && spec.Text("nodeName") is null or "" && annotations.ContainsKey(Mirror))
        {
            errors.Invalid($"{path}[{Mirror}]", mirror, "must set spec.nodeName if mirror pod annotation is set");
        }

        CheckTolerations(annotations, path, errors);
        if (annotations.Text(DeletionCost) is { } cost && !IsDeletionCost(cost))
        {
            errors.Invalid($"{path}[{DeletionCost}]", cost, "must be a 32bit integer");
        }

        ProfileAnnotationRules.Check(annotations, spec, path, errors);
    }

    public static void CheckUpdate(JsonObject? before, JsonObject? after, string path, FieldErrors errors)
    {
        foreach (var (key, value) in before ?? [])
        {
            if (after?[key]?.ToString() == value?.ToString())
            {
                continue;
            }

            AddFixed(key, "may not remove or update", path, errors);
        }

        foreach (var (key, _) in (after ?? []).Where(entry => before?.ContainsKey(entry.Key) != true))
        {
            AddFixed(key, "may not add", path, errors);
        }
    }

    private static void AddFixed(string key, string verb, string path, FieldErrors errors)
    {
        if (key.StartsWith(ProfileAnnotationRules.AppArmorPrefix, StringComparison.Ordinal))
        {
            errors.Forbidden($"{path}[{key}]", $"{verb} AppArmor annotations");
        }

        if (key == Mirror)
        {
            errors.Forbidden($"{path}[{key}]", $"{verb} mirror pod annotation");
        }
    }

    private static bool IsDeletionCost(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
        && !text.StartsWith('+')
        && (text == "0" || !text.TrimStart('-').StartsWith('0'));

    private static void CheckTolerations(JsonObject annotations, string path, FieldErrors errors)
    {
        if (annotations.Text(Tolerations) is not { Length: > 0 } text)
        {
            return;
        }

        if (GoJson.FindError(Encoding.UTF8.GetBytes(text)) is { } problem)
        {
            errors.Invalid(path, Tolerations, problem);
        }
        else if (GoJson.Parse(text) is JsonArray list)
        {
            TolerationRules.Check(list, $"{path}.{Tolerations}", errors);
        }
    }
}
