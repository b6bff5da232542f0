using System.Globalization;
using Infra.Backend.Planning.Stores.Backups;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Explanations;

/// <content>What a store keeps, and how it is backed up.</content>
internal sealed partial class StoreExplainer
{
    private void ExplainTopics()
    {
        foreach (var (name, topic) in _store.Settings.Topics)
        {
            Add($"topics.{name}", $"partitions: {topic.Partitions.ToString(CultureInfo.InvariantCulture)}", "set");
        }
    }

    private void ExplainBackups()
    {
        if (_store.Backup is not { } backup)
        {
            var isManaged = _store.Settings.Backup?.Managed == true;
            Add(
                "backup",
                isManaged ? "made by others" : "none",
                BackupKinds.FindObstacle(_store.Kind) is { } obstacle ? $"rule: {obstacle.Reason}" : "default"
            );
            return;
        }

        Add(
            "backup.to",
            $"{backup.Target}, in the folder {backup.Folder}",
            "set",
            SettingsPath.Root.Key("stores").Key(_store.Name).Key("backup")
        );
        Add("backup.every", Duration.Format(backup.Settings.Every), "default");
        Add("backup.keep", Duration.Format(backup.Settings.Keep), "default");
        Add("backup.drill", _store.Drill is { } drill ? $"every {Duration.Format(drill.Every)}" : "none", "default");
    }
}
