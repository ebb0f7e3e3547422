/// Plans, their application and their undo, against real servers and with every crash in between.
///
/// The faults that a change of a server has to survive, and the tests that show it. `FaultMatrixTest` holds this
/// list to the tests that there are.
///
/// 1. killed while staging: FaultCrashLabIT.stagingThatDiesLeavesTheTargetsAlone
/// 2. killed between arming and the first file: FaultCrashLabIT.applyingThatDiesIsUndoneByTheTimer
/// 3. killed with the intent written, the file not: FaultCrashLabIT.applyingThatDiesIsUndoneByTheTimer
/// 4. killed after some of the files: FaultCrashLabIT.applyingThatDiesIsUndoneByHand
/// 5. killed before the reload: FaultCrashLabIT.applyingThatDiesIsUndoneByTheNextWhoComes
/// 6. killed while undoing: FaultCrashLabIT.everyPairOfAStepOfApplyingAndAStepOfUndoingEndsAsBefore
/// 7. two undo at once: FaultRecoveryLabIT.oneOfTwoThatUndoAtOnceFindsNothingToDo
/// 8. kept and undone in the same instant: FaultRecoveryLabIT.ofKeepingAndUndoingInTheSameInstantExactlyOneWins
/// 9. our program is gone in the window:
/// FaultRecoveryLabIT.whatAProgramThatWentAwayLeftIsUndoneByTheServerAndShownLater
/// 10. this computer's journal cannot be written:
/// FaultRecoveryLabIT.aDesktopThatCannotWriteItsJournalKeepsAllTheSameAndRebuildsIt
/// 11. SSH is cut after applying: FaultSshLabIT.case11SshKilledAfterApplyIsUndoneWithoutUs
/// 12. SSH is cut while applying: FaultSshLabIT.case12SshKilledDuringApplyLeavesNothingHalfDone,
/// FaultRecoveryLabIT.applyingGoesOnWhenWhoAskedForItIsGone
/// 13. packets vanish: FaultSshLabIT.case13PacketsThatVanishAreNoticedAndTheServerUndoes
/// 14. a shared connection is no new login: FaultSshLabIT.case14AProofIsAConnectionOfItsOwn
/// 15. another host key at the proof: FaultSshLabIT.case15AnotherHostKeyAtTheProofUndoesEverything
/// 16. sshd finds no fault and shuts us out: ProofLabIT.anSshRuleThatShutsUsOutIsCaughtThoughSshdFindsNoFault,
/// ProofLabIT.whatNoRuleTellsOnlyTheLoginToASecondSshdShows
/// 17. the listener is dead: FaultSshLabIT.case17WithADeadListenerTheOpenConnectionUndoes
/// 18. few sessions, forced command, restricted shell, no SFTP: FaultSshLabIT.case18OneSessionPerConnectionIsEnough,
/// FaultSshLabIT.case18WithoutSftpNothingIsMissing, FaultSshLabIT.case18AForcedCommandIsNoticedBeforeAnything,
/// FaultSshLabIT.case18ARestrictedShellIsNoticedBeforeAnything
/// 19. noisy start-up files, other login shells: FaultSshLabIT.case19NoiseOfTheLoginIsNoAnswer,
/// FaultSshLabIT.case19TheLoginShellsFishAndCshServeAsWell
/// 20. a jump host drops: FaultSshLabIT.case20AJumpHostThatDropsIsLikeAnyDrop
/// 21. sudo with a password: FaultSudoLabIT.case21APasswordOfSudoServesForTheWholeWay
/// 22. a wrong password for sudo: FaultSudoLabIT.case22AWrongPasswordIsOneTryAndNothingElseIsTakenForIt,
/// FaultSudoLabIT.case22APasswordThatChangesOnTheWayIsNotFollowedByTheScript
/// 23. sudo's lecture: FaultSudoLabIT.case23TheLectureIsNoAnswer
/// 24. sudo demands a terminal: FaultSudoLabIT.case24ATerminalIsMadeWhereSudoDemandsOne,
/// FaultSudoLabIT.case24SudosOwnTerminalChangesNothing
/// 25. sudo for a few commands: FaultSudoLabIT.case25AFewAllowedCommandsAreNoRootAndItIsSaid
/// 26. sudo records what is typed: FaultSudoLabIT.case26WhereSudoRecordsInputNoVerifierIsSent
/// 27. full disk while staging: FaultDiskLabIT.aDiskThatIsFullWhileStagingLeavesNothingBehind,
/// FaultDiskLabIT.tooLittleRoomIsSaidBeforeAnythingIsWritten
/// 28. full disk while undoing: FaultDiskLabIT.undoingNeedsNoRoom
/// 29. no inodes: FaultDiskLabIT.tooFewInodesAreSaidBeforeAnythingIsWritten, FaultDiskLabIT.undoingNeedsNoInode
/// 30. the disk turns read-only: FaultDiskLabIT.aDiskThatTurnsReadOnlyIsUndoneAsSoonAsItCanBeWritten
/// 31. chattr +i: FaultDiskLabIT.aProtectedFileIsRefused
/// 32. a file that is a mount: FaultDiskLabIT.aFileThatIsMountedByItselfIsRefused
/// 33. a symbolic link: FaultFilesLabIT.theTargetOfALinkIsEditedAndTheLinkStays,
/// FaultFilesLabIT.aTargetThatAnotherProgramMakesIsRefused
/// 34. postgresql.auto.conf is a link: FaultFilesLabIT.aLinkedAutoConfStaysALinkAndTheSettingGoesIntoAFile,
/// SettingsPlacePgIT.aSymbolicLinkStaysOne
/// 35. other owner, mode, ACL: FaultDiskLabIT.ownerModeAclAttributesAndTimesAreKeptByTheChangeAndByTheUndo
/// 36. put back with another owner: FaultDiskLabIT.withoutSecondNamesTheCopyKeepsEverythingButTheInode
/// 37. SELinux, AppArmor: not shown: the kernel that runs the containers has neither; extended attributes are kept as
/// in case 35
/// 38. a file system without second names, errors of flushing:
/// FaultDiskLabIT.withoutSecondNamesTheCopyKeepsEverythingButTheInode,
/// FaultDiskLabIT.anErrorWhileFlushingStopsBeforeAnythingIsVisible
/// 39. changed between staging and applying: FaultFilesLabIT.whatSomebodyWroteBetweenStagingAndApplyingIsNotOverwritten
/// 40. changed after applying: FaultFilesLabIT.whatSomebodyWroteAfterApplyingIsKeptAndOnlyForceReplacesIt,
/// FaultFilesLabIT.theTimerPutsTheOldVersionBackAndKeepsTheirs
/// 41. another program writes the file again:
/// FaultFilesLabIT.aFileThatAnotherProgramWritesIsWarnedOfAndNotKeptWhenItWroteAgain
/// 42. power cut after the rename: not shown: a container's crash keeps the page cache; only the order of flushing and
/// renaming is shown, by FaultDiskLabIT.whatIsRenamedIsOnTheDiskBefore
/// 43. CRLF: FaultContentsLabIT.everyOtherByteOfTheRulesIsKept
/// 44. a byte order mark: FaultContentsLabIT.aByteOrderMarkThatIsAnErrorAlreadyIsNotMadeWorse
/// 45. no last line end, tabs, continued lines, lists, Latin-1: FaultContentsLabIT.everyOtherByteOfTheRulesIsKept
/// 46. a huge pg_hba.conf: FaultContentsLabIT.aHugeFileIsWarnedOfChangedAndTakenBack
/// 47. an empty pg_hba.conf: FaultContentsLabIT.aFileWithoutRulesIsNeitherMadeNorTaken
/// 48. strange names of roles: FaultContentsLabIT.rolesWithStrangeNamesAreChangedAndTakenBackByTheServerAlone
/// 49. a role's name with a line break: FaultContentsLabIT.aRuleForARoleWhoseNameHasALineBreakIsRefused
/// 50. strange paths: FaultContentsLabIT.pathsAreTakenAsTheyAreAndLineBreaksInThemAreRefused
/// 51. PostgreSQL restarted by somebody: FaultPostgresLabIT.case51ARestartBySomebodyElseInTheWindowChangesNothing,
/// FaultPostgresLabIT.case51ARestartInTheMiddleOfApplyingUndoesEverything
/// 52. PostgreSQL is down: FaultPostgresLabIT.case52AServerThatIsDownIsNotStartedUnasked
/// 53. PostgreSQL is down at the deadline: FaultPostgresLabIT.case53AServerThatIsDownAtTheDeadlineIsStartedAndUndone,
/// FaultPostgresLabIT.case53StatementsAloneAreUndoneByAServerThatWasDown
/// 54. a restart fails: FaultPostgresLabIT.case54ARestartThatWouldFailIsNotTried,
/// FaultPostgresLabIT.case54ARestartThatFailsAllTheSameIsUndoneAtOnce
/// 55. a reload that did not load: FaultPostgresLabIT.case55AReloadThatDidNotLoadTheRulesIsNoSuccess,
/// FaultPostgresLabIT.case55ACertificateThatIsNotThereIsNoSuccess
/// 56. ALTER SYSTEM by somebody else: FaultPostgresLabIT.case56TheSettingOfSomebodyElseStays
/// 57. ALTER ROLE by somebody else: FaultPostgresLabIT.case57ARoleThatSomebodyHoldsStopsTheWholeTransaction
/// 58. no superuser: FaultClustersLabIT.case58WithoutASuperuserOnlyWhatTheRoleMayIsDone
/// 59. a standby: FaultClustersLabIT.case59OnAStandbyRolesAreLeftOutAndSettingsAreItsOwn
/// 60. a promotion in the window: FaultClustersLabIT.case60APromotionInTheWindowIsUndoneOnTheHostItBeganOn
/// 61. a pooler: FaultClustersLabIT.case61APoolerIsToldFromTheServer
/// 62. several clusters: FaultClustersLabIT.case62OfTwoClustersOnlyTheOneAskedForIsTouched
/// 63. another language: FaultConditionsLabIT.case63AServerThatSpeaksGermanIsUnderstood
/// 64. a broken preload of others: FaultConditionsLabIT.case64ABrokenPreloadOfOthersLeavesUsAWayIn,
/// FaultConditionsLabIT.case64OurOwnWayAroundIsNoProof
/// 65. limits for everybody: FaultConditionsLabIT.case65GlobalLimitsDoNotHinderUs
/// 66. the last superuser, the own role: FaultConditionsLabIT.case66NobodyLocksHimselfOut
/// 67. MD5 verifiers under a SCRAM rule: FaultClustersLabIT.case67ARuleThatAnMd5VerifierDoesNotFitIsRefused
/// 68. allow_alter_system = off: SettingsPlacePgIT.ourOwnFileIsMadeWhereAFolderIsIncludedAndGoesAgain,
/// SettingsPlacePgIT.withoutSuchAFolderTheFileItselfIsEditedAndEveryByteComesBack
/// 69. Patroni: FaultConditionsLabIT.case69WhatPatroniHoldsIsOnlyShown
/// 70. a base backup: FaultConditionsLabIT.case70ABaseBackupIsNotDisturbed
/// 71. logs of all statements: FaultConditionsLabIT.case71NoVerifierIsInAnyLog
/// 72. no slot is free: FaultConditionsLabIT.case72WithAllSlotsTakenASuperuserStillWorks
/// 73. no systemd: FaultTimerLabIT.case73WithoutSystemdRunTheTimerIsAJobOfAt,
/// FaultTimerLabIT.case73WithoutAtEitherItIsADetachedShell, FaultTimerLabIT.case73WithNoTimerAtAllNothingIsChanged
/// 74. the timer cannot be read back: FaultTimerLabIT.case74ATimerThatCannotBeReadBackIsNone,
/// FaultTimerLabIT.case74ARollbackThatFailsAtFirstIsTriedAgain
/// 75. the clock jumps: FaultTimerLabIT.case75AJumpOfTheWallClockMovesNoDeadline
/// 76. accuracy of the timer: FaultTimerLabIT.case76TheTimerFiresWithinTwoSecondsOfItsDeadline
/// 77. restart or crash of the machine in the window:
/// FaultTimerLabIT.case77AHardCrashInTheWindowIsUndoneBeforeSshdStarts,
/// FaultTimerLabIT.case77ARebootInTheWindowIsUndoneBeforeSshdStarts
/// 78. the machine is suspended: not shown: a container's clock is its host's and cannot be suspended alone
/// 79. the server is put back from a backup: FaultTimerLabIT.case79ARestoredServerWithAnOpenChangeSetUndoesItAtBoot,
/// FaultRecoveryLabIT.whatTheServerDoesNotKnowIsOnlyReported
/// 80. two programs: FaultTimerLabIT.case80TheSecondOfTwoProgramsSeesTheFirst,
/// FaultClustersLabIT.case80TwoProgramsWithoutAShellSeeEachOther
/// 81. a damaged snapshot: FaultTimerLabIT.case81OneDamagedSnapshotIsEnoughAndTwoWriteNothing,
/// FaultDiskLabIT.aCorruptedOriginalIsReplacedByTheCopyAndNothingIsWrittenWhenBothAreBad
/// 82. a folder that somebody else made before us: FaultTimerLabIT.case82AFolderThatSomebodyElseMadeIsNotUsed
/// 83. another firewall keeps us out too: FaultTimerLabIT.case83OurFirewallGoesAlthoughAnotherKeepsUsOut
/// 84. the application cannot log in, the owner can:
/// ProofLabIT.aRuleThatRefusesTheApplicationIsUndoneThoughTheOwnerGetsIn
@NullMarked
package org.pgrampart.plan;

import org.jspecify.annotations.NullMarked;
