"""Why something with a course was refused, in words that say what to do next."""

from django.utils.translation import gettext_lazy as _

from groups.rules.courses import CourseRefusal

REFUSAL_TEXT = {
    CourseRefusal.COURSE_STALE: _("A colleague changed the course meanwhile. Look at how it is now, and save again."),
    CourseRefusal.COURSE_OUT_OF_USE: _("The course is out of use. Ask the organiser which one to take instead."),
    CourseRefusal.SESSION_AHEAD: _("That day is still ahead. Note who came when it is over."),
    CourseRefusal.NOT_A_SESSION: _("Only training for staff and courses can be its sessions. Choose another event."),
    CourseRefusal.NOTHING_ELSEWHERE: _("This course is not learned elsewhere. Come to a session, or read its pages."),
    CourseRefusal.UNIT_COUNTED_TWICE: _("That unit stands there already. Change its number instead."),
    CourseRefusal.MORE_THAN_WORK_THERE: _("More have completed it than work there. Correct one of the two numbers."),
}
