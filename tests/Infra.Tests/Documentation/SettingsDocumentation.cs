using System.Xml.Linq;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Rehearsals;

namespace Infra.Tests.Documentation;

/// <summary>The XML documentation of the settings records.</summary>
internal sealed class SettingsDocumentation
{
    private readonly Dictionary<string, XElement> _members;

    private SettingsDocumentation(Dictionary<string, XElement> members) => _members = members;

    public static SettingsDocumentation Load() =>
        new(
            XDocument
                .Load(Path.Combine(AppContext.BaseDirectory, "infra.xml"))
                .Descendants("member")
                .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal)
        );

    public string Summary(Type type) => Part($"T:{type.FullName}", "summary");

    public string Summary(Type enumType, string member) => Part($"F:{enumType.FullName}.{member}", "summary");

    /// <summary>A part of a setting's documentation (summary, value, remarks, example); empty if there is none.</summary>
    public string Part(SettingsProperty property, string part) =>
        Part($"P:{property.Info.DeclaringType!.FullName}.{property.Info.Name}", part);

    /// <summary>All settings records: those of stacks, then those of rehearsals.</summary>
    public static IReadOnlyList<SettingsType> Types() => Types(typeof(StackSettings), typeof(RehearsalSettings));

    /// <summary>The settings records of files with one of these records as their root, each before the records that it contains.</summary>
    public static IReadOnlyList<SettingsType> Types(params ReadOnlySpan<Type> roots)
    {
        var types = new List<SettingsType>();
        foreach (var root in roots)
        {
            Visit(root);
        }

        return types;

        void Visit(Type type)
        {
            if (ScalarType.Find(type) is not null || types.Exists(known => known.Type == type))
            {
                return;
            }

            var settings = SettingsType.Get(type);
            types.Add(settings);
            foreach (var property in settings.Properties)
            {
                var value = property.ItemType ?? property.ValueType ?? property.Type;
                Visit(SettingsProperty.FindItemType(value) ?? value);
            }
        }
    }

    private string Part(string member, string part)
    {
        var text = _members.GetValueOrDefault(member)?.Element(part) is { } element ? string.Concat(element.Nodes().Select(Plain)) : "";
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Plain(XNode node) =>
        node switch
        {
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "see" } reference => reference.Attribute("cref")!.Value.Split('.')[^1],
            XElement element => string.Concat(element.Nodes().Select(Plain)),
            _ => node is XText text ? text.Value : "",
        };
}
