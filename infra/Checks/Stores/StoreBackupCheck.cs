using System.Collections.Immutable;
using Infra.Backend.Planning.Stores.Backups;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Checks.Stores;

/// <summary>Checks that backups have a target, intervals that a schedule can state, and that no store lacks one that needs it.</summary>
internal sealed class StoreBackupCheck : ISettingsCheck
{
    private static readonly TimeSpan LongestKeep = TimeSpan.FromDays(3650);

    public void Check(SettingsReview review)
    {
        foreach (var store in ReviewedStore.Find(review))
        {
            if (store.Settings.Backup is not { } backup)
            {
                CheckAbsence(store);
            }
            else if (backup.Managed)
            {
                CheckManaged(store);
            }
            else if (BackupKinds.FindObstacle(store.Settings.Kind) is var (reason, cure))
            {
                store.Reject(store.At("backup"), $"a store of the kind '{store.Kind}' cannot be backed up: {reason}", cure);
            }
            else
            {
                CheckTarget(store, backup.To);
                CheckIntervals(store, backup);
                CheckDrill(store, backup);
                CheckServer(store);
                OperatorBackupCheck.Check(store, backup);
            }
        }
    }

    private static void CheckAbsence(ReviewedStore store)
    {
        if (!BackupKinds.NeedsBackup(store.Settings.Kind))
        {
            return;
        }

        var target = store.Review.Settings.Stores.FirstOrDefault(other => other.Value.Kind == StoreKind.S3).Key;
        var cure =
            (
                target is null
                    ? "declare a store 'backups' of the kind s3, and write 'backup: {to: backups}'"
                    : $"write 'backup: {{to: {target}}}'"
            ) + (store.Form == StoreForm.External ? ", or 'backup: {managed: true}' if its provider makes them" : "");
        switch (store.Review.Settings.FaultTolerance)
        {
            case FaultTolerance.Critical:
                store.Review.Reject(
                    store.Path,
                    "'faultTolerance: critical' needs backups of this store",
                    cure,
                    store.At("backup"),
                    store.At("kind"),
                    store.At("form")
                );
                break;
            case FaultTolerance.Standard:
                store.Review.Warn(store.Path, "there are no backups of this store", cure);
                break;
            default:
                break;
        }
    }

    private static void CheckManaged(ReviewedStore store)
    {
        if (store.Form == StoreForm.Container)
        {
            store.Review.Reject(
                store.At("backup").Key("managed"),
                "nothing else makes backups of a container",
                "write 'to: <an s3 store>' instead",
                store.At("backup"),
                store.At("form")
            );
        }

        foreach (var key in new[] { "to", "every", "keep", "drill" }.Where(key => store.Review.IsWritten(store.At("backup").Key(key))))
        {
            store.Reject(store.At("backup").Key(key), $"'{key}' has no effect beside 'managed: true'", "remove one of the two");
        }
    }

    private static void CheckTarget(ReviewedStore store, string? target)
    {
        var (at, stores) = (store.At("backup").Key("to"), store.Review.Settings.Stores);
        if (target is null)
        {
            store.Reject(store.At("backup"), "a backup needs a store that keeps it", "write 'to: <an s3 store>' beside it");
        }
        else if (!store.Review.StoreNames.Contains(target))
        {
            store.Reject(at, $"there is no store '{target}'", Suggestion.For(target, store.Review.StoreNames));
        }
        else if (stores.TryGetValue(target, out var other) && other.Kind != StoreKind.S3)
        {
            string[] buckets = [.. stores.Where(one => one.Value.Kind == StoreKind.S3).Select(one => one.Key)];
            store.Review.Reject(
                at,
                $"'{target}' is a store of the kind '{ScalarType.EnumName(other.Kind.ToString())}', which keeps no files",
                buckets.Length == 0 ? "write the name of a store of the kind s3" : Suggestion.For(target, buckets),
                at,
                SettingsPath.Root.Key("stores").Key(target).Key("kind")
            );
        }
    }

    private static void CheckIntervals(ReviewedStore store, StoreBackupSettings backup)
    {
        var at = store.At("backup");
        CheckInterval(store, at.Key("every"), backup.Every, BackupInterval.OfBackups);
        if (backup.Keep > LongestKeep)
        {
            store.Reject(at.Key("keep"), $"{Duration.Format(backup.Keep)} is more than ten years", "write at most 3650d");
        }
        else if (backup.Keep < backup.Every)
        {
            store.Review.Reject(
                at.Key("keep"),
                $"a backup would be deleted after {Duration.Format(backup.Keep)}, before the next one is made",
                $"write at least {Duration.Format(backup.Every)}",
                at.Key("keep"),
                at.Key("every")
            );
        }

        if (backup.Drill is { } drill)
        {
            CheckInterval(store, DrillInterval(store), drill.Every, BackupInterval.OfDrills);
        }
    }

    /// <summary>The interval of the drill, which is the drill's short form.</summary>
    private static SettingsPath DrillInterval(ReviewedStore store)
    {
        var at = store.At("backup").Key("drill");
        return store.Review.IsWritten(at.Key("every")) ? at.Key("every") : at;
    }

    private static void CheckInterval(ReviewedStore store, SettingsPath at, TimeSpan interval, ImmutableArray<TimeSpan> allowed)
    {
        if (!allowed.Contains(interval))
        {
            var nearest = allowed.MinBy(other => (other - interval).Duration());
            store.Reject(
                at,
                $"no schedule runs every {Duration.Format(interval)}; possible are {string.Join(", ", allowed.Select(Duration.Format))}",
                $"write {Duration.Format(nearest)}"
            );
        }
    }

    private static void CheckDrill(ReviewedStore store, StoreBackupSettings backup)
    {
        if (backup.Drill is not { } drill)
        {
            return;
        }

        var at = store.At("backup").Key("drill");
        if (drill.Query is { } query && !BackupKinds.HasQueries(store.Settings.Kind))
        {
            store.Reject(at.Key("query"), $"a store of the kind '{store.Kind}' runs no queries", "remove it");
        }
        else if (drill.Query is { } empty && string.IsNullOrWhiteSpace(empty))
        {
            store.Reject(at.Key("query"), "the query is empty", "write one, or remove it");
        }

        if (drill.Database is { } database && drill.Query is null)
        {
            store.Reject(at.Key("database"), $"without 'query' the database '{database}' has no effect", "write 'query' beside it");
        }
        else if (drill.Database is { } named && !BackupDatabases.Find(store.Name, store.Review.Settings).Contains(named))
        {
            store.Reject(
                at.Key("database"),
                $"no backup has the database '{named}'",
                Suggestion.For(named, BackupDatabases.Find(store.Name, store.Review.Settings))
            );
        }
    }

    private static void CheckServer(ReviewedStore store)
    {
        if (store.Form != StoreForm.External)
        {
            return;
        }

        if (store.Settings.Kind == StoreKind.Rabbitmq)
        {
            store.Review.Reject(
                store.At("backup"),
                "the definitions of an external rabbitmq come from its management API, whose address is not known",
                "write 'backup: {managed: true}'",
                store.At("backup"),
                store.At("form")
            );
        }
        else if (store.Settings.Version is null)
        {
            store.Review.Reject(
                store.At("backup"),
                "the version of the external server is not known, and its client must have the same",
                "write 'version' beside it",
                store.At("backup"),
                store.At("version"),
                store.At("form")
            );
        }
    }
}
