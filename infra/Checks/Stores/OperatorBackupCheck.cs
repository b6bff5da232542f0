using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Kubernetes;

namespace Infra.Backend.Checks.Stores;

/// <summary>Checks what the backups of operators need beyond those of others.</summary>
internal static class OperatorBackupCheck
{
    public static void Check(ReviewedStore store, StoreBackupSettings backup)
    {
        CheckRestore(store, backup);
        CheckDrill(store, backup);
        if (
            store is { Form: StoreForm.Operator, Settings.Kind: StoreKind.Mysql or StoreKind.Mongodb }
            && backup.To is { } target
            && store.Review.Settings.Stores.GetValueOrDefault(target) is { Kind: StoreKind.S3 } keeper
        )
        {
            CheckKeys(store, target, keeper);
        }
    }

    /// <summary>
    /// The operators of Percona read a Secret by fixed keys. That of a claim has them, and the program makes one where it draws the
    /// credentials.
    /// </summary>
    private static void CheckKeys(ReviewedStore store, string target, StoreSettings keeper)
    {
        if (
            keeper.FormIn(store.Review.Settings.FaultTolerance) == StoreForm.Operator
            || !ExternalCredentials.Exist(keeper)
            || keeper.Keys is { Username: PerconaBackups.AccessKeyKey, Password: PerconaBackups.SecretKeyKey }
        )
        {
            return;
        }

        var at = SettingsPath.Root.Key("stores").Key(target);
        store.Review.Reject(
            store.At("backup").Key("to"),
            $"the operator reads the keys {PerconaBackups.AccessKeyKey} and {PerconaBackups.SecretKeyKey} of the Secret '{keeper.Secret ?? target}'",
            $"write 'keys: {{username: {PerconaBackups.AccessKeyKey}, password: {PerconaBackups.SecretKeyKey}}}' at the store '{target}', whose "
                + "Secret must have them",
            store.At("backup").Key("to"),
            at.Key("keys"),
            at.Key("secret")
        );
    }

    private static void CheckDrill(ReviewedStore store, StoreBackupSettings backup)
    {
        if (
            backup.Drill is not null
            && store.Form == StoreForm.Operator
            && StoreOperator.Find(store.Settings.Kind)?.Facts is { MakesBackups: true } facts
            && StoreNames.Trial(store.Name) is var trial
            && trial.Length > facts.NameLength
        )
        {
            store.Review.Reject(
                store.At("backup").Key("drill"),
                $"a drill needs a store '{trial}' for a while, whose name has {trial.Length} characters, and {facts.Name} allows {facts.NameLength}",
                "shorten the name of the store",
                store.At("backup").Key("drill"),
                store.Path
            );
        }
    }

    private static void CheckRestore(ReviewedStore store, StoreBackupSettings backup)
    {
        if (backup.Restore is not { } restore)
        {
            return;
        }

        var at = store.At("backup").Key("restore");
        if (store is not { Form: StoreForm.Operator, Settings.Kind: StoreKind.Postgres })
        {
            store.Review.Reject(
                at,
                "only a postgres store of the form 'operator' starts with a backup",
                $"deploy it without 'restore', and run 'infra store restore {store.Name} --from {restore.From}'",
                at,
                store.At("form"),
                store.At("kind")
            );
        }

        if (restore.From == store.Name)
        {
            store.Reject(at, "a store cannot start with its own backup", "write the name of the store whose backup it is");
        }
        else if (!KubernetesNames.IsLabel(restore.From))
        {
            store.Reject(at, $"'{restore.From}' is no name of a store", "write the name of the store whose backup it is");
        }

        if (restore is { At: { } time, Time: null })
        {
            store.Reject(at.Key("at"), $"'{time}' is no time", "write one such as \"2026-08-01T12:00:00Z\"");
        }
    }
}
