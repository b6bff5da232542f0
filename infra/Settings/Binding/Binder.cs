using System.Collections.Immutable;
using System.Reflection;
using Infra.Backend.Settings.Documents;
using Infra.Backend.Settings.Values;
using Infra.Backend.Settings.Vocabulary;

namespace Infra.Backend.Settings.Binding;

/// <summary>
/// Binds nodes to settings records. Errors are collected, and whatever could be bound is returned, so that later checks report as much
/// as possible.
/// </summary>
/// <param name="errors">Receives the errors.</param>
/// <param name="isPartial">Whether required settings may be missing: records are then valid but incomplete.</param>
internal sealed class Binder(SettingsErrors errors, bool isPartial = false)
{
    /// <summary>Binds a record; null if a required setting could not be bound.</summary>
    public T? Bind<T>(SettingsNode node, SettingsPath path)
        where T : class => (T?)BindRecord(typeof(T), node, path);

    /// <summary>Binds a record, list or scalar; null, after adding an error, if that failed.</summary>
    public object? BindValue(Type type, SettingsNode node, SettingsPath path)
    {
        if (node is MappingNode { IsEncrypted: true })
        {
            Mismatch(
                node,
                path,
                "an encrypted value can only be read from the configuration of a stack",
                $"set it there with 'infra config set --secret --path infra:{path} <value>'"
            );
            return null;
        }

        if (type == typeof(Structure))
        {
            return new Structure(node);
        }

        return ScalarType.Find(type) is { } scalar ? BindScalar(type, scalar, node, path)
            : SettingsProperty.FindItemType(type) is { } itemType ? BindList(itemType, node, path)
            : BindRecord(type, node, path);
    }

    private object? BindRecord(Type type, SettingsNode node, SettingsPath path)
    {
        var settings = SettingsType.Get(type);
        if (ShortForm.Expand(settings, node) is not { } mapping)
        {
            Mismatch(node, path, $"a mapping with settings is expected here, not {Describe(node)}", Suggest(settings));
            return null;
        }

        RejectUnknownKeys(settings, mapping, path);
        var record = Activator.CreateInstance(type)!;
        if (record is LocatedSettings located)
        {
            located.Location = node.Location;
        }

        var isComplete = true;
        foreach (var property in settings.Properties)
        {
            if (property.IsApplied)
            {
                continue;
            }

            var at = node is ScalarNode && settings.KeepsPathOfShortForm ? path : path.Key(property.Key);
            var value = Present(mapping[property.Key]) is { } present ? BindProperty(property, present, at) : null;
            if (value is not null)
            {
                property.Info.SetValue(record, value, BindingFlags.DoNotWrapExceptions, null, null, null);
            }
            else if (property.IsRequired && !isPartial)
            {
                isComplete = false;
                RequirePresence(property, mapping, path);
            }
        }

        return isComplete ? record : null;
    }

    private void RejectUnknownKeys(SettingsType settings, MappingNode mapping, SettingsPath path)
    {
        foreach (var entry in mapping.Entries)
        {
            if (settings[entry.Key] is not null)
            {
                continue;
            }

            var unknown = UnknownKey.Explain(settings, entry.Key);
            errors.Add(entry.KeyLocation, path.Key(entry.Key), "there is no such setting", unknown.Cure);
            if (unknown.Meant is { } meant && Present(mapping[meant]) is null)
            {
                // That the setting it stands for is missing has the same cause.
                errors.MarkUnusable(path.Key(meant));
            }
        }
    }

    private void RequirePresence(SettingsProperty property, MappingNode mapping, SettingsPath path)
    {
        if (Present(mapping[property.Key]) is null && errors.IsUsable(path.Key(property.Key)))
        {
            errors.AddUnusable(
                mapping.Entry(property.Key)?.KeyLocation ?? mapping.Location,
                path.Key(property.Key),
                "this setting is missing",
                $"write '{Example(property)}'"
            );
        }
    }

    private static string Example(SettingsProperty property)
    {
        var type =
            ScalarType.Find(property.Type) is null && SettingsType.Get(property.Type).ShortForm is { } shortForm
                ? shortForm.Type
                : property.Type;
        return ScalarType.Find(type) is { } scalar ? $"{property.Key}: <{scalar.Description}>" : $"{property.Key}: …";
    }

    private object? BindProperty(SettingsProperty property, SettingsNode node, SettingsPath path)
    {
        if (property.ItemType is { } itemType)
        {
            return property.IsOneOrMany && node is not SequenceNode ? BindOne(itemType, node, path) : BindList(itemType, node, path);
        }

        if (property.ValueType is { } valueType)
        {
            return BindMap(property, valueType, node, path);
        }

        var value = BindValue(property.Type, node, path);
        if (value is not null && property.Range is { } range && !range.IsValid(value))
        {
            errors.AddUnusable(node.Location, path, $"{node} is out of range", $"write a number from {range.Minimum} to {range.Maximum}");
            return null;
        }

        return value;
    }

    private object? BindList(Type itemType, SettingsNode node, SettingsPath path)
    {
        if (node is not SequenceNode sequence)
        {
            Mismatch(node, path, $"a list is expected here, not {Describe(node)}", "write it as [a, b]");
            return null;
        }

        var builder = ListBuilder.For(itemType);
        for (var i = 0; i < sequence.Items.Count; i++)
        {
            if (BindValue(itemType, sequence.Items[i], path.Item(i)) is { } item)
            {
                builder.Add(item);
            }
        }

        return builder.Build();
    }

    private object? BindOne(Type itemType, SettingsNode node, SettingsPath path)
    {
        if (BindValue(itemType, node, path) is not { } item)
        {
            return null;
        }

        var builder = ListBuilder.For(itemType);
        builder.Add(item);
        return builder.Build();
    }

    private object? BindMap(SettingsProperty property, Type valueType, SettingsNode node, SettingsPath path)
    {
        if (node is not MappingNode mapping)
        {
            Mismatch(node, path, $"a mapping of names is expected here, not {Describe(node)}", "write it as 'name: value', one to a line");
            return null;
        }

        var builder = MapBuilder.For(valueType);
        foreach (var entry in mapping.Entries)
        {
            var entryPath = path.Key(entry.Key);
            if (property.HasNames)
            {
                CheckName(entry, entryPath);
            }

            if (Present(entry.Value) is { } value && BindValue(valueType, value, entryPath) is { } item)
            {
                builder.Add(entry.Key, item);
            }
        }

        return builder.Build();
    }

    private object? BindScalar(Type type, ScalarType scalarType, SettingsNode node, SettingsPath path)
    {
        if (node is ScalarNode { IsEncrypted: true } && type != typeof(Text))
        {
            Mismatch(
                node,
                path,
                "an encrypted value would be stored and shown in plain text here",
                "write it in plain text; settings that keep secrets are the values of 'env' and 'files', and the credentials of 'monitoring'"
            );
            return null;
        }

        if (node is ScalarNode scalar && scalarType.Convert(scalar) is { } value)
        {
            return value;
        }

        var cure =
            type.IsEnum && node is ScalarNode word ? Suggestion.For(word.Text, ScalarType.EnumNames(type))
            : IsUnquoted(scalarType, node) ? $"write it in quotes: \"{node}\""
            : IsQuoted(scalarType, node) ? $"write it without quotes: {node}"
            : $"write {scalarType.Cure}";
        Mismatch(node, path, $"{Describe(node)} is not {scalarType.Description}", cure);
        return null;
    }

    /// <summary>Whether a text would be of the type without its quotes.</summary>
    private static bool IsQuoted(ScalarType type, SettingsNode node) =>
        node is ScalarNode { Kind: ScalarKind.Text, IsSecret: false } text
        && YamlDocument.PlainKind(text.Text) != ScalarKind.Text
        && type.Convert(text with { Kind = YamlDocument.PlainKind(text.Text) }) is not null;

    /// <summary>Whether a number or boolean would be of the type with quotes around it.</summary>
    private static bool IsUnquoted(ScalarType type, SettingsNode node) =>
        node is ScalarNode { Kind: ScalarKind.Number or ScalarKind.Boolean, IsSecret: false } scalar
        && type.Convert(scalar with { Kind = ScalarKind.Text }) is not null;

    private void CheckName(SettingsEntry entry, SettingsPath path)
    {
        if (!KubernetesNames.IsLabel(entry.Key))
        {
            errors.Add(
                entry.KeyLocation,
                path,
                $"'{entry.Key}' is not a valid name of a Kubernetes object",
                $"write '{KubernetesNames.ToLabel(entry.Key)}': lower-case letters, digits and '-', a letter first, at most 63 characters"
            );
        }
    }

    private void Mismatch(SettingsNode node, SettingsPath path, string problem, string cure) =>
        errors.AddUnusable(node.Location, path, problem, cure);

    private static SettingsNode? Present(SettingsNode? node) => node is ScalarNode { Kind: ScalarKind.Null } ? null : node;

    private static string Suggest(SettingsType settings) =>
        settings.Properties.FirstOrDefault(property => property.IsRequired) is { } required
            ? $"write '{{{Example(required)}}}'"
            : UnknownKey.ListKeys(settings);

    private static string Describe(SettingsNode node) =>
        node switch
        {
            ScalarNode { IsSecret: true } => "the secret value",
            ScalarNode { Kind: ScalarKind.Text } scalar => $"'{scalar.Text}'",
            ScalarNode { Kind: ScalarKind.Null } => "nothing",
            ScalarNode scalar => scalar.Text,
            SequenceNode => "a list",
            _ => "a mapping",
        };
}
