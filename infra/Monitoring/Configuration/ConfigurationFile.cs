using Infra.Backend.Settings.Values;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Infra.Backend.Monitoring.Configuration;

/// <summary>
/// Serializes records to the YAML of the Prometheus tools: keys in snake case, durations with units, no null or empty values.
/// </summary>
internal static class ConfigurationFile
{
    private static readonly Lazy<ISerializer> Yaml = new(() =>
        new SerializerBuilder()
            .WithNamingConvention(UnderscoredNamingConvention.Instance)
            .WithTypeConverter(new DurationConverter())
            .WithQuotingNecessaryStrings()
            .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull | DefaultValuesHandling.OmitEmptyCollections)
            .DisableAliases()
            .WithMaximumRecursion(32)
            .Build()
    );

    public static string Write(object configuration) => Yaml.Value.Serialize(configuration);

    private sealed class DurationConverter : IYamlTypeConverter
    {
        public bool Accepts(Type type) => type == typeof(TimeSpan) || type == typeof(TimeSpan?);

        public object ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer) =>
            throw new NotSupportedException("Configuration files are only written.");

        public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) =>
            emitter.Emit(new Scalar(value is TimeSpan duration ? Duration.Format(duration) : ""));
    }
}
