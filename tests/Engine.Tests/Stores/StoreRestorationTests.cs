using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Kubernetes.Volumes;
using Infra.Engine.Stores;

namespace Engine.Tests.Stores;

/// <summary>A restoration reads the backup of another store of the same kind and bucket.</summary>
public sealed class StoreRestorationTests
{
    [Fact]
    public void Apply_ReadsTheFolderOfTheOtherStore_AndTheNamedBackup()
    {
        var (from, into) = (Cron("postgres", "shop/prod/old", "a"), Cron("postgres", "shop/prod/new", "a"));
        var job = new JsonObject { ["spec"] = into["spec"]!["jobTemplate"]!["spec"]!.DeepClone() };
        var restoration = new StoreRestoration("new", new StoreSource("old", "20260801120000"));

        restoration.Check(from, into);
        restoration.Apply(from, job);

        var variables = Variables(job["spec"]!).ToDictionary(one => (string)one!["name"]!, one => (string)one!["value"]!);
        Assert.Equal("shop/prod/old", variables["FOLDER"]);
        Assert.Equal("20260801120000", variables["BACKUP"]);
        Assert.Equal("a", variables["BUCKET"]);
    }

    [Fact]
    public void Apply_WithoutAName_LeavesTheChoiceToTheScript()
    {
        var cron = Cron("postgres", "shop/prod/old", "a");
        var job = new JsonObject { ["spec"] = cron["spec"]!["jobTemplate"]!["spec"]!.DeepClone() };

        new StoreRestoration("new", new StoreSource("old", null)).Apply(cron, job);

        Assert.DoesNotContain(Variables(job["spec"]!), one => (string?)one!["name"] == "BACKUP");
    }

    [Theory]
    [InlineData("mysql", "a", "'old' is a store of the kind postgres, and 'new' of the kind mysql")]
    [InlineData("postgres", "b", "the backups of 'old' and 'new' are in different buckets")]
    public void Check_OfAStoreThatCannotReadIt_IsRefused(string kind, string bucket, string expected)
    {
        var restoration = new StoreRestoration("new", new StoreSource("old", null));

        var refused = Assert.Throws<InvalidOperationRequestException>(() =>
            restoration.Check(Cron("postgres", "shop/prod/old", "a"), Cron(kind, "shop/prod/new", bucket))
        );

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("old", "new", true)]
    [InlineData("old", "old", false)]
    [InlineData(null, "new", false)]
    public void Check_OfAStoreWhoseServicesWouldUseAnotherDatabase_IsRefusedWithTheCure(string? before, string after, bool isRefused)
    {
        var (from, into) = (Cron("postgres", "shop/prod/old", "a"), Cron("postgres", "shop/prod/new", "a"));
        from["metadata"]!["annotations"] = before is null ? null : new JsonObject { ["infra/database"] = before };
        into["metadata"]!["annotations"] = new JsonObject { ["infra/database"] = after };

        var refused = Record.Exception(() => new StoreRestoration("new", new StoreSource("old", null)).Check(from, into));

        Assert.Equal(isRefused, refused is not null);
        if (refused is not null)
        {
            Assert.Contains(
                "deploy 'data: retained' at 'new' if its data is protected, then write 'database: old' there, and run `infra up`",
                refused.Message,
                StringComparison.Ordinal
            );
        }
    }

    /// <summary>The cure of the refused restoration passes the comparison of records, step by step.</summary>
    [Fact]
    public void Check_WhatItsCureSays_IsAcceptedByTheComparisonOfRecords()
    {
        var (from, into) = (Cron("postgres", "shop/prod/old", "a"), Cron("postgres", "shop/prod/new", "a"));
        from["metadata"]!["annotations"] = new JsonObject { ["infra/database"] = "old" };
        into["metadata"]!["annotations"] = new JsonObject { ["infra/database"] = "new" };
        var restoration = new StoreRestoration("new", new StoreSource("old", null));
        Assert.Throws<InvalidOperationRequestException>(() => restoration.Check(from, into));

        Assert.NotNull(StoreRecordDiff.FindProblem(StoreRecord("protected", "new"), StoreRecord("protected", "old")));
        Assert.Null(StoreRecordDiff.FindProblem(StoreRecord("protected", "new"), StoreRecord("retained", "new")));
        Assert.Null(StoreRecordDiff.FindProblem(StoreRecord("retained", "new"), StoreRecord("protected", "old")));

        into["metadata"]!["annotations"]!["infra/database"] = "old";
        restoration.Check(from, into);
    }

    private static JsonObject StoreRecord(string data, string database) =>
        new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject
            {
                ["name"] = "new-store",
                ["annotations"] = new JsonObject { ["infra/data"] = data, ["infra/database"] = database },
            },
        };

    private static JsonArray Variables(JsonNode spec) => spec["template"]!["spec"]!["initContainers"]![0]!["env"]!.AsArray();

    private static JsonObject Cron(string kind, string folder, string bucket) =>
        new()
        {
            ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["infra/kind"] = kind } },
            ["spec"] = new JsonObject
            {
                ["jobTemplate"] = new JsonObject
                {
                    ["spec"] = new JsonObject
                    {
                        ["template"] = new JsonObject
                        {
                            ["spec"] = new JsonObject
                            {
                                ["initContainers"] = new JsonArray(
                                    new JsonObject
                                    {
                                        ["name"] = "download",
                                        ["env"] = new JsonArray(
                                            new JsonObject { ["name"] = "BUCKET", ["value"] = bucket },
                                            new JsonObject { ["name"] = "FOLDER", ["value"] = folder }
                                        ),
                                    }
                                ),
                            },
                        },
                    },
                },
            },
        };
}
