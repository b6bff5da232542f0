using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Providers;
using Infra.Engine.Resources;

namespace Engine.Tests.Kubernetes.Volumes;

/// <summary>Changes of stores that would lose data or that no operator can make are refused with the cure; others go through.</summary>
public sealed class StoreDataTests : VolumeTestBase
{
    private const string Storage = "spec/pxc/volumeSpec/persistentVolumeClaim/resources/requests/storage";

    [Theory]
    [InlineData("postgresql.cnpg.io/v1", "Cluster", "spec/storage/size")]
    [InlineData("postgresql.cnpg.io/v1", "Cluster", "spec/walStorage/size")]
    [InlineData("postgresql.cnpg.io/v1", "Cluster", "spec/tablespaces/[name=hot]/storage/size")]
    [InlineData("pxc.percona.com/v1", "PerconaXtraDBCluster", Storage)]
    [InlineData(
        "psmdb.percona.com/v1",
        "PerconaServerMongoDB",
        "spec/replsets/[name=rs0]/volumeSpec/persistentVolumeClaim/resources/requests/storage"
    )]
    [InlineData("kafka.strimzi.io/v1", "KafkaNodePool", "spec/storage/volumes/[id=0]/size")]
    [InlineData("kafka.strimzi.io/v1beta2", "KafkaNodePool", "spec/storage/size")]
    [InlineData("rabbitmq.com/v1beta1", "RabbitmqCluster", "spec/persistence/storage")]
    public async Task Diff_ASizeOfAnOperatorsVolume_Grows_AndDoesNotShrink(string version, string kind, string path)
    {
        await ConfigureAsync();

        var refused = await Assert.ThrowsAsync<ResourceProviderException>(() => DiffAsync(version, kind, path, "10Gi", "1Gi"));

        Assert.StartsWith($"{kind} shop/db: spec.", refused.Message, StringComparison.Ordinal);
        Assert.Contains(
            " cannot be lowered from 10Gi to 1Gi: volumes cannot shrink.\nSet it to 10Gi again.",
            refused.Message,
            StringComparison.Ordinal
        );
        Assert.True(refused.ForbidsUpdate);
        Assert.Empty((await DiffAsync(version, kind, path, "10Gi", "20Gi")).ReplaceKeys);
        Assert.Empty((await DiffAsync(version, kind, path, "1Gi", "1024Mi")).ReplaceKeys);
    }

    [Theory]
    [InlineData("rabbitmq.com/v1beta1", "RabbitmqCluster", "spec/replicas", "RabbitMQ's operator removes no servers")]
    [InlineData("kafka.strimzi.io/v1", "KafkaTopic", "spec/partitions", "Kafka removes no partitions")]
    public async Task Diff_ANumberThatOnlyGrows_IsNotLowered(string version, string kind, string path, string problem)
    {
        await ConfigureAsync();

        var refused = await Assert.ThrowsAsync<ResourceProviderException>(() => DiffAsync(version, kind, path, 12, 6));

        Assert.Contains($"cannot be lowered from 12 to 6: {problem}", refused.Message, StringComparison.Ordinal);
        Assert.Empty((await DiffAsync(version, kind, path, 6, 12)).ReplaceKeys);
    }

    /// <summary>Another field, kind or item of a list is none of the rule's business.</summary>
    [Theory]
    [InlineData("postgresql.cnpg.io/v1", "Cluster", "spec/instances")]
    [InlineData("kafka.strimzi.io/v1", "KafkaTopic", "spec/replicas")]
    [InlineData("example.com/v1", "Cluster", "spec/storage/size")]
    public async Task Diff_AnotherFieldThatIsLowered_IsAnUpdate(string version, string kind, string path)
    {
        await ConfigureAsync();

        Assert.Empty((await DiffAsync(version, kind, path, 3, 1)).ReplaceKeys);
    }

    /// <summary>Who ignores a field leaves it to another, such as an operator that grows volumes.</summary>
    [Theory]
    [InlineData("spec.storage.size", true)]
    [InlineData("spec.storage", true)]
    [InlineData("spec.instances", false)]
    public async Task Diff_AnIgnoredAmount_IsNotLowered(string ignored, bool isAllowed)
    {
        await ConfigureAsync();
        var (live, program) = (Manifest("20Gi", 1), Manifest("10Gi", 3));

        var refused = await Record.ExceptionAsync(() =>
            Provider.DiffAsync(
                new DiffRequest
                {
                    Urn = UrnOf("postgresql.cnpg.io/v1", "Cluster"),
                    Id = "shop/db",
                    OldInputs = Json(Manifest("10Gi", 1)),
                    OldState = State(Json(live)),
                    NewInputs = Json(program),
                    IgnoreChanges = [ignored],
                },
                CancellationToken.None
            )
        );

        Assert.Equal(isAllowed, refused is null);

        static string Manifest(string size, int instances) =>
            $$$"""
                {"apiVersion":"postgresql.cnpg.io/v1","kind":"Cluster","metadata":{"name":"db","namespace":"shop"},
                 "spec":{"instances":{{{instances}}},"storage":{"size":"{{{size}}}"} } }
                """;
    }

    [Fact]
    public async Task Diff_AnotherVolume_MayBeSmaller()
    {
        await ConfigureAsync();
        var old = CustomObject("kafka.strimzi.io/v1", "KafkaNodePool", "spec/storage/volumes/[id=0]/size", "10Gi");
        var changed = CustomObject("kafka.strimzi.io/v1", "KafkaNodePool", "spec/storage/volumes/[id=1]/size", "1Gi");

        Assert.Empty((await DiffAsync(UrnOf("kafka.strimzi.io/v1", "KafkaNodePool"), old, changed)).ReplaceKeys);
    }

    [Theory]
    [InlineData("infra/database", "shop", "other", "its database cannot change from 'shop' to 'other'")]
    [InlineData("infra/copies", "1", "3", "its copies of each record cannot change from '1' to '3'")]
    [InlineData("infra/release", "9.1", "9.0", "has data of version 9.1, which version 9.0 may not open")]
    [InlineData("infra/release", "8.4", "8.0", "has data of version 8.4, which version 8.0 may not open")]
    [InlineData("infra/release", "4.10", "4.9", "has data of version 4.10, which version 4.9 may not open")]
    public async Task Diff_ARecordOfAStore_ThatWouldLoseItsData_IsRefusedWithTheCure(string key, string from, string to, string problem)
    {
        await ConfigureAsync();

        var refused = await Assert.ThrowsAsync<ResourceProviderException>(() =>
            DiffAsync(RecordUrn, RecordJson(key, from), RecordJson(key, to))
        );

        Assert.Contains(
            $"the store 'db' {(problem.StartsWith("its", StringComparison.Ordinal) ? "has data, and " : "")}{problem}",
            refused.Message,
            StringComparison.Ordinal
        );
        Assert.EndsWith("deploy 'data: retained' first, then this change.", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("infra/release", "9.0", "9.1", "protected")]
    [InlineData("infra/release", "9.1", "9", "protected")]
    [InlineData("infra/release", "8.0", "8.4", "protected")]
    [InlineData("infra/release", "8", "8.4", "protected")]
    [InlineData("infra/release", null, "9.0", "protected")]
    [InlineData("infra/database", null, "shop", "protected")]
    [InlineData("infra/database", "shop", "other", "retained")]
    [InlineData("infra/release", "9.1", "9.0", "disposable")]
    public async Task Diff_ARecordThatLosesNothing_IsUpdatedInPlace(string key, string? from, string to, string data)
    {
        await ConfigureAsync();

        Assert.Empty((await DiffAsync(RecordUrn, RecordJson(key, from, data), RecordJson(key, to, data))).ReplaceKeys);
    }

    private static readonly Urn RecordUrn = new("urn:pulumi:dev::shop::kubernetes:core/v1:ConfigMap::db-store");

    private static Urn UrnOf(string version, string kind) => new($"urn:pulumi:dev::shop::kubernetes:{version}:{kind}::db");

    private Task<DiffResult> DiffAsync<T>(string version, string kind, string path, T from, T to) =>
        DiffAsync(UrnOf(version, kind), CustomObject(version, kind, path, from), CustomObject(version, kind, path, to));

    /// <summary>An object with one field. A list has one item, which a step such as <c>[name=rs0]</c> describes.</summary>
    private static string CustomObject<T>(string version, string kind, string path, T value)
    {
        JsonNode? node = JsonSerializer.SerializeToNode(value);
        foreach (var key in path.Split('/').Reverse())
        {
            if (key.Trim('[', ']').Split('=') is [var name, var text])
            {
                var item = node!.AsObject();
                item[name] = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : text;
                node = new JsonArray(item);
            }
            else
            {
                node = new JsonObject { [key] = node };
            }
        }

        var manifest = node!.AsObject();
        manifest["apiVersion"] = version;
        manifest["kind"] = kind;
        manifest["metadata"] = new JsonObject { ["name"] = "db", ["namespace"] = "shop" };
        return manifest.ToJsonString();
    }

    private static string RecordJson(string key, string? value, string data = "protected") =>
        new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject
            {
                ["name"] = "db-store",
                ["namespace"] = "shop",
                ["labels"] = new JsonObject { ["infra/store"] = "db" },
                ["annotations"] = value is null
                    ? new JsonObject { ["infra/data"] = data }
                    : new JsonObject { ["infra/data"] = data, [key] = value },
            },
            ["data"] = new JsonObject { ["kind"] = "postgres" },
        }.ToJsonString();
}
