using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;
using Infra.Kubernetes.Patching;
using Infra.Kubernetes.Schema;

namespace Infra.Backend.Checks;

/// <summary>Checks the operations of a JSON patch against the schema of the object that it changes.</summary>
/// <param name="kind">The kind of the object.</param>
/// <param name="type">The type of the object.</param>
/// <param name="reject">Receives the errors.</param>
internal sealed class JsonPatchReview(string kind, ObjectType type, Action<SettingsPath, string, string> reject)
{
    public void Check(ImmutableArray<JsonOperationSettings> operations, SettingsPath path)
    {
        for (var i = 0; i < operations.Length; i++)
        {
            Check(operations[i], path.Item(i));
        }
    }

    private void Check(JsonOperationSettings operation, SettingsPath path)
    {
        var isTest = operation.Op == JsonOperation.Test;
        var target = CheckPointer(operation.Path, path.Key("path"), isChanged: !isTest);
        var needsSource = operation.Op is JsonOperation.Move or JsonOperation.Copy;
        if (needsSource && operation.From is null)
        {
            reject(path, $"'from' is missing", "write 'from: /…', the value to move or copy");
        }
        else if (!needsSource && operation.From is not null)
        {
            reject(path.Key("from"), "only 'move' and 'copy' have a 'from'", "remove it");
        }
        else if (operation.From is { } from)
        {
            CheckPointer(from, path.Key("from"), isChanged: operation.Op == JsonOperation.Move);
        }

        var needsValue = operation.Op is JsonOperation.Add or JsonOperation.Replace || isTest;
        if (needsValue && operation.Value is null)
        {
            reject(path, "'value' is missing", "write 'value: …'; to remove a field write 'op: remove'");
        }
        else if (!needsValue && operation.Value is not null)
        {
            reject(path.Key("value"), "only 'add', 'replace' and 'test' have a 'value'", "remove it");
        }
        else if (operation.Value is { } value && target is not null)
        {
            foreach (var violation in ObjectValidator.Validate(target, value.ToJson(), ValidatedForm.Complete))
            {
                var at = violation.Path.Aggregate(path.Key("value"), (place, segment) => place.Append(segment));
                reject(at, violation.Problem, Violations.GetCure(violation));
            }

            if (NodeJson.FindSecrets(value.Node).Any())
            {
                reject(path.Key("value"), "an encrypted value would be shown in plain text here", "keep it in 'env' or 'files'");
            }
        }
    }

    /// <summary>Checks a JSON pointer; returns the type of the value that it leads to, or null if that is unknown.</summary>
    private ObjectType? CheckPointer(string pointer, SettingsPath at, bool isChanged)
    {
        if (JsonPointer.TryParse(pointer) is not { } keys)
        {
            reject(at, $"'{pointer}' is not a JSON pointer", $"write it with slashes: /{pointer.Replace('.', '/')}");
            return null;
        }

        if (isChanged && ProtectedFields.Covers(keys))
        {
            reject(at, ProtectedFields.Problem(keys.Length == 0 ? ["the whole object"] : keys), ProtectedFields.Cure);
            return null;
        }

        var current = type;
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[i];
            switch (current.Kind)
            {
                case ValueKind.Any:
                    return null;
                case ValueKind.Object when current.Fields.TryGetValue(key, out var field):
                    current = field.Type;
                    break;
                case ValueKind.Object:
                    var parent = i == 0 ? kind : JsonPointer.Format(keys[..i]);
                    var cure = Violations.GetCure(new SchemaViolation([], "") { Word = key, Candidates = [.. current.Fields.Keys] });
                    reject(at, $"there is no field '{key}' in {parent}", cure);
                    return null;
                case ValueKind.Map:
                    current = current.MapValues!;
                    break;
                case ValueKind.List
                    when key == JsonPointer.End || int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _):
                    current = current.Items!;
                    break;
                case ValueKind.List:
                    reject(
                        at,
                        $"{JsonPointer.Format(keys[..i])} is a list, and '{key}' is not a position in it",
                        "write a number from 0, or '-' for the end; 'merge' finds items by their names"
                    );
                    return null;
                default:
                    reject(at, $"{JsonPointer.Format(keys[..i])} is a single value without fields", "shorten the pointer");
                    return null;
            }
        }

        return current;
    }
}
